package schemas

// This file checks what a JSON Schema cannot say: that names are told apart, and that ids are safe as paths.

func (s *Snapshot) beyondSchema() []Violation {
	var found []Violation
	if !ValidID(s.Service.ID) {
		found = append(found, badID("service.id", s.Service.ID))
	}
	names := func(c Cluster) string { return c.Name }
	return append(found, twice("clusters", "name", s.Clusters, names)...)
}

func (ix *Index) beyondSchema() []Violation {
	found := twice("clusters", "name", ix.Clusters, func(c ClusterEntry) string { return c.Name })
	for i, s := range ix.Services {
		if !ValidID(s.ID) {
			found = append(found, badID(pathKey(pathIndex("services", i), "id"), s.ID))
		}
	}
	return append(found, twice("services", "id", ix.Services, func(s ServiceEntry) string { return s.ID })...)
}

func (r *Run) beyondSchema() []Violation {
	return twice("clusters", "name", r.Clusters, func(c RunCluster) string { return c.Name })
}

// twice finds the entries of a list that repeat an earlier one's name.
func twice[T any](list, key string, entries []T, name func(T) string) []Violation {
	first := make(map[string]int, len(entries))
	var found []Violation
	for i, entry := range entries {
		n := name(entry)
		if j, ok := first[n]; ok {
			want := "must differ from " + pathKey(pathIndex(list, j), key)
			found = append(found, Violation{pathKey(pathIndex(list, i), key), want, string(appendString(nil, n))})
			continue
		}
		first[n] = i
	}
	return found
}

func badID(path, id string) Violation {
	want := "must be an id that is safe as a path (no reserved name, no segment over 100 bytes)"
	return Violation{path, want, string(appendString(nil, id))}
}
