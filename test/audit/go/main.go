// Checks what Bitácora signs, proves and serves by golang.org/x/mod/sumdb, which knows nothing of it.
// Reads a Case as JSON from standard input; prints how many checks held, or fails with the first
// that didn't.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type Inclusion struct {
	LeafIndex int64
	TreeSize  int64
	Root      string
	LeafHash  string
	Entry     []byte
	Hashes    []string
}

type Consistency struct {
	From, To         int64
	FromRoot, ToRoot string
	Hashes           []string
}

type Case struct {
	// What the server gave for each path, e.g. "tile/0/000".
	Tiles        map[string][]byte
	Origin       string
	VerifierKeys []string
	// A private key in the note's own format, and a text with what Bitácora signed of it.
	SigningKey  string
	Signed      string
	Notes       []string
	Inclusions  []Inclusion
	Consistency []Consistency
}

var held int

func check(ok bool, format string, args ...any) {
	if !ok {
		fmt.Fprintf(os.Stderr, format+"\n", args...)
		os.Exit(1)
	}
	held++
}

func hash(text string) tlog.Hash {
	h, err := tlog.ParseHash(text)
	check(err == nil, "hash %q: %v", text, err)
	return h
}

func hashes(texts []string) []tlog.Hash {
	var list []tlog.Hash
	for _, text := range texts {
		list = append(list, hash(text))
	}
	return list
}

func main() {
	var c Case
	check(json.NewDecoder(os.Stdin).Decode(&c) == nil, "the case is no JSON")
	var verifiers []note.Verifier
	for _, text := range c.VerifierKeys {
		v, err := note.NewVerifier(text)
		check(err == nil, "verifier key %q: %v", text, err)
		check(v.Name() == c.Origin, "verifier key of %q, want %q", v.Name(), c.Origin)
		verifiers = append(verifiers, v)
	}
	checkSigner(c)
	tree := checkNotes(c, note.VerifierList(verifiers...))
	for _, p := range c.Inclusions {
		checkInclusion(p)
	}
	for _, p := range c.Consistency {
		proof := tlog.TreeProof(hashes(p.Hashes))
		err := tlog.CheckTree(proof, p.To, hash(p.ToRoot), p.From, hash(p.FromRoot))
		check(err == nil, "consistency %d to %d: %v", p.From, p.To, err)
		wrong := tlog.CheckTree(proof, p.To, hash(p.FromRoot), p.From, hash(p.FromRoot))
		check(p.From == p.To || wrong != nil, "consistency %d to %d holds for another root", p.From, p.To)
	}
	checkTiles(c, tree)
	fmt.Println(held)
}

// The private key is read by note.NewSigner, and signs to the same bytes (Ed25519 has no chance in it).
func checkSigner(c Case) {
	signer, err := note.NewSigner(c.SigningKey)
	check(err == nil, "private key: %v", err)
	text, _, _ := strings.Cut(c.Signed, "\n\n")
	signed, err := note.Sign(&note.Note{Text: text + "\n"}, signer)
	check(err == nil, "sign: %v", err)
	check(string(signed) == c.Signed, "signed to\n%s\nwant\n%s", c.Signed, signed)
}

func checkNotes(c Case, known note.Verifiers) tlog.Tree {
	var tree tlog.Tree
	for _, text := range c.Notes {
		n, err := note.Open([]byte(text), known)
		check(err == nil, "note: %v", err)
		lines := strings.Split(n.Text, "\n")
		check(len(lines) == 4 && lines[0] == c.Origin && lines[3] == "", "checkpoint %q", n.Text)
		size, err := strconv.ParseInt(lines[1], 10, 64)
		check(err == nil && size >= tree.N, "size %q after %d", lines[1], tree.N)
		tree = tlog.Tree{N: size, Hash: hash(lines[2])}
		changed := strings.Replace(text, "\n"+lines[1]+"\n", "\n"+lines[1]+"0\n", 1)
		_, err = note.Open([]byte(changed), known)
		check(err != nil, "a changed checkpoint opens")
	}
	return tree
}

func checkInclusion(p Inclusion) {
	leaf, root := hash(p.LeafHash), hash(p.Root)
	check(tlog.RecordHash(p.Entry) == leaf, "leaf %d isn't the hash of its entry", p.LeafIndex)
	proof := tlog.RecordProof(hashes(p.Hashes))
	err := tlog.CheckRecord(proof, p.TreeSize, root, p.LeafIndex, leaf)
	check(err == nil, "inclusion of %d in %d: %v", p.LeafIndex, p.TreeSize, err)
	other := tlog.RecordHash(append(bytes.Clone(p.Entry), ' '))
	err = tlog.CheckRecord(proof, p.TreeSize, root, p.LeafIndex, other)
	check(err != nil, "inclusion of %d in %d holds for another leaf", p.LeafIndex, p.TreeSize)
}

// Reads tiles as a monitor does; the reader of tlog checks each against the tree.
func checkTiles(c Case, tree tlog.Tree) {
	reader := tlog.TileHashReader(tree, &tiles{c.Tiles})
	root, err := tlog.TreeHash(tree.N, reader)
	check(err == nil && root == tree.Hash, "root of the tiles: %v", err)
	for _, p := range c.Inclusions {
		proof, err := tlog.ProveRecord(p.TreeSize, p.LeafIndex, reader)
		check(err == nil, "prove %d in %d: %v", p.LeafIndex, p.TreeSize, err)
		check(fmt.Sprint(proof) == fmt.Sprint(hashes(p.Hashes)), "proof of %d in %d differs", p.LeafIndex, p.TreeSize)
	}
	for _, p := range c.Consistency {
		proof, err := tlog.ProveTree(p.To, p.From, reader)
		check(err == nil, "prove %d to %d: %v", p.From, p.To, err)
		check(fmt.Sprint(proof) == fmt.Sprint(hashes(p.Hashes)), "proof of %d to %d differs", p.From, p.To)
	}
}

type tiles struct{ served map[string][]byte }

func (t *tiles) Height() int { return 8 }

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range wanted {
		// tlog writes the height into the path, C2SP tlog-tiles doesn't.
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		body, ok := t.served[path]
		if !ok {
			return nil, fmt.Errorf("%s was not served", path)
		}
		data = append(data, body)
	}
	return data, nil
}
