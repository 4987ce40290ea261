package main

// This file fetches lists as fast as an API server gives them, and throws them away.

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/client-go/rest"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// fetchesAtOnce is as many lists as collect reads at a time.
const fetchesAtOnce = 4

// raw fetches these resources in protobuf, uncompressed, over new connections, and returns how long that took and how
// many bytes came.
func raw(ctx context.Context, c *controlplane.Cluster, resources []string) (time.Duration, int64, error) {
	config := rest.CopyConfig(c.Config)
	config.DisableCompression = true
	transport, err := rest.TransportFor(config)
	if err != nil {
		return 0, 0, err
	}
	client := &http.Client{Transport: transport}
	defer client.CloseIdleConnections()
	var group errgroup.Group
	group.SetLimit(fetchesAtOnce)
	sizes := make([]int64, len(controlplane.Lists()))
	started := time.Now()
	for i, list := range controlplane.Lists() {
		if !slices.Contains(resources, list.Resource) {
			continue
		}
		group.Go(func() (err error) {
			sizes[i], err = fetch(ctx, client, c.Server, list)
			return err
		})
	}
	err = group.Wait()
	took := time.Since(started)
	var total int64
	for _, size := range sizes {
		total += size
	}
	return took, total, err
}

func fetch(ctx context.Context, client *http.Client, server string, list controlplane.List) (int64, error) {
	query := url.Values{}
	if list.FieldSelector != "" {
		query.Set("fieldSelector", list.FieldSelector)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server+list.Path+"?"+query.Encode(), nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Accept", "application/vnd.kubernetes.protobuf")
	response, err := client.Do(request)
	if err != nil {
		return 0, fmt.Errorf("fetch %s: %w", list.Resource, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("fetch %s: %s", list.Resource, response.Status)
	}
	return io.Copy(io.Discard, response.Body)
}
