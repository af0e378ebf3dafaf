import type { ApolloServerPlugin } from '@apollo/server';
import type { Guarded } from './guard.js';

/** An answer that isn't the same for everybody is kept by nobody. */
export const answerHeaders: ApolloServerPlugin<Guarded> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response, contextValue: { access } }) {
        if (access.isPublic()) return Promise.resolve();
        response.http.headers.set('cache-control', 'private, no-store');
        return Promise.resolve();
      },
    }),
};
