package main

// This file is the site of ten thousand services, made up by the benchmark.

import (
	"os"
	"path/filepath"
)

// hugeConfig asks for no cluster: the data is there.
const hugeConfig = `apiVersion: plimsoll/v1
clusters: [{name: prod-eu, inCluster: true}]
site: {title: Ten thousand, formats: [html], every: 10m}
`

func writeHuge(dir string) error {
	if err := command(nil, "go", "run", "./site/bench", "-data", dir, "-services", "10000", "-pods", "1"); err != nil {
		return err
	}
	config := filepath.Join(filepath.Dir(plimsoll()), "huge.yaml")
	if err := os.WriteFile(config, []byte(hugeConfig), 0o666); err != nil {
		return err
	}
	return command(nil, plimsoll(), "render", "-c", config, "-o", dir)
}
