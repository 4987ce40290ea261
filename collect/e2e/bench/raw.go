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

// raw fetches these resources in protobuf over new connections, and returns how long that took and how many bytes came.
// The encoding is "gzip" or "identity"; which is faster depends on what packing and encrypting cost the machine.
func raw(ctx context.Context, c *controlplane.Cluster, resources []string, encoding string) (time.Duration, int64, error) {
	config := rest.CopyConfig(c.Config)
	config.DisableCompression = true // what comes is thrown away as it is
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
			sizes[i], err = fetch(ctx, client, c.Server, list, encoding)
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

func fetch(ctx context.Context, client *http.Client, server string, list controlplane.List, encoding string) (int64, error) {
	query := url.Values{}
	if list.FieldSelector != "" {
		query.Set("fieldSelector", list.FieldSelector)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server+list.Path+"?"+query.Encode(), nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Accept", "application/vnd.kubernetes.protobuf")
	request.Header.Set("Accept-Encoding", encoding)
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
