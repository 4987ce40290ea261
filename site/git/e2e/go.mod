module github.com/plimsoll-k8s/plimsoll/site/git/e2e

go 1.26.0
