package schemas

// This file takes out of an index what comparing two of them needs, without building its rows: a fleet's comparison
// would wait for them longer than for all that changed.

import "bytes"

// Marks of the canonical form. Text holds no line break, so that none of them can stand within a value.
var (
	servicesMark = []byte("\n  \"services\": [\n")
	servicesEnd  = []byte("\n  ]")
	rowMark      = []byte("    {\n      \"id\": \"")
	digestMark   = []byte("\n      \"digest\": \"")
)

// DecodeDigests is how the clusters of an index were read, and the digest of each service's snapshot. Of the rows
// nothing else is looked at where the index is as this program writes it; any other is decoded as a whole.
func DecodeDigests(b []byte) (clusters []ClusterEntry, digests map[string]string, err error) {
	if ix, digests, ok := skimmed(b); ok {
		return ix.Clusters, digests, nil
	}
	ix, err := DecodeIndex(b)
	if err != nil {
		return nil, nil, err
	}
	digests = make(map[string]string, len(ix.Services))
	for _, s := range ix.Services {
		digests[s.ID] = s.Digest
	}
	return ix.Clusters, digests, nil
}

// skimmed decodes an index without its rows, and takes the digests from their lines.
func skimmed(b []byte) (*Index, map[string]string, bool) {
	from := bytes.Index(b, servicesMark)
	if from < 0 {
		return nil, nil, false
	}
	rows := b[from+len(servicesMark)-1:]
	end := bytes.Index(rows, servicesEnd)
	if end < 0 {
		return nil, nil, false
	}
	rest := bytes.Join([][]byte{b[:from], []byte("\n  \"services\": []"), rows[end+len(servicesEnd):]}, nil)
	ix, err := DecodeIndex(rest)
	if err != nil {
		return nil, nil, false
	}
	digests, ok := digestsOf(rows[1:end])
	return ix, digests, ok
}

// digestsOf refuses rows of another form, as the marks of a conflict make them, and ids and digests that are none.
func digestsOf(rows []byte) (map[string]string, bool) {
	if bytes.Count(rows, []byte("\n")) != bytes.Count(rows, []byte("\n    ")) {
		return nil, false
	}
	digests := make(map[string]string, bytes.Count(rows, digestMark))
	for row := range eachRow(rows) {
		id, rest, ok := bytes.Cut(row, []byte("\""))
		if !ok || bytes.Count(rest, digestMark) != 1 {
			return nil, false
		}
		_, digest, _ := bytes.Cut(rest, digestMark)
		digest, _, ok = bytes.Cut(digest, []byte("\""))
		if !ok || !ValidID(string(id)) || !properDigest(string(digest)) || digests[string(id)] != "" {
			return nil, false
		}
		digests[string(id)] = string(digest)
	}
	return digests, len(digests) > 0
}

// eachRow yields each row from its id on; what is no row yields nothing that has one.
func eachRow(rows []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		if !bytes.HasPrefix(rows, rowMark) {
			yield(nil)
			return
		}
		for part := range bytes.SplitSeq(rows[len(rowMark):], append([]byte("    },\n"), rowMark...)) {
			if !yield(part) {
				return
			}
		}
	}
}
