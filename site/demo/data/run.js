window.plimsollRun = {
  "$schema": "schemas/run.v1.json",
  "schemaVersion": 1,
  "version": "dev",
  "started": "2026-11-23T07:11:37Z",
  "finished": "2026-11-23T07:11:37Z",
  "every": "10m0s",
  "services": 12,
  "clusters": [
    {
      "name": "prod-eu",
      "state": "ok",
      "lastRead": "2026-11-19T13:30:00Z",
      "milliseconds": 22,
      "requests": 16,
      "bytes": 190885,
      "objects": 106,
      "reads": [
        {"resource": "pods", "state": "ok", "objects": 40, "milliseconds": 0},
        {"resource": "deployments.apps", "state": "ok", "objects": 10, "milliseconds": 0},
        {"resource": "statefulsets.apps", "state": "ok", "objects": 2, "milliseconds": 0},
        {"resource": "daemonsets.apps", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "replicasets.apps", "state": "ok", "objects": 21, "milliseconds": 0},
        {"resource": "horizontalpodautoscalers.autoscaling", "state": "ok", "objects": 5, "milliseconds": 0},
        {"resource": "cronjobs.batch", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "jobs.batch", "state": "ok", "objects": 2, "milliseconds": 0},
        {"resource": "services", "state": "ok", "objects": 13, "milliseconds": 0},
        {"resource": "ingresses.networking.k8s.io", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "poddisruptionbudgets.policy", "state": "ok", "objects": 5, "milliseconds": 0},
        {"resource": "persistentvolumeclaims", "state": "ok", "objects": 4, "milliseconds": 0},
        {"resource": "resourcequotas", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "events", "state": "not-served", "objects": 0, "milliseconds": 0, "message": "not in this dump"}
      ]
    },
    {
      "name": "prod-us",
      "state": "ok",
      "lastRead": "2026-11-19T13:30:00Z",
      "milliseconds": 17,
      "requests": 16,
      "bytes": 191050,
      "objects": 106,
      "reads": [
        {"resource": "pods", "state": "ok", "objects": 41, "milliseconds": 0},
        {"resource": "deployments.apps", "state": "ok", "objects": 10, "milliseconds": 0},
        {"resource": "statefulsets.apps", "state": "ok", "objects": 2, "milliseconds": 0},
        {"resource": "daemonsets.apps", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "replicasets.apps", "state": "ok", "objects": 20, "milliseconds": 0},
        {"resource": "horizontalpodautoscalers.autoscaling", "state": "ok", "objects": 5, "milliseconds": 0},
        {"resource": "cronjobs.batch", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "jobs.batch", "state": "ok", "objects": 2, "milliseconds": 0},
        {"resource": "services", "state": "ok", "objects": 13, "milliseconds": 0},
        {"resource": "ingresses.networking.k8s.io", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "poddisruptionbudgets.policy", "state": "ok", "objects": 5, "milliseconds": 0},
        {"resource": "persistentvolumeclaims", "state": "ok", "objects": 4, "milliseconds": 0},
        {"resource": "resourcequotas", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "events", "state": "not-served", "objects": 0, "milliseconds": 0, "message": "not in this dump"}
      ]
    },
    {
      "name": "prod-ap",
      "state": "ok",
      "lastRead": "2026-11-19T13:30:00Z",
      "milliseconds": 9,
      "requests": 16,
      "bytes": 166099,
      "objects": 95,
      "reads": [
        {"resource": "pods", "state": "ok", "objects": 31, "milliseconds": 0},
        {"resource": "deployments.apps", "state": "ok", "objects": 10, "milliseconds": 0},
        {"resource": "statefulsets.apps", "state": "ok", "objects": 2, "milliseconds": 0},
        {"resource": "daemonsets.apps", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "replicasets.apps", "state": "ok", "objects": 19, "milliseconds": 0},
        {"resource": "horizontalpodautoscalers.autoscaling", "state": "ok", "objects": 5, "milliseconds": 0},
        {"resource": "cronjobs.batch", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "jobs.batch", "state": "ok", "objects": 2, "milliseconds": 0},
        {"resource": "services", "state": "ok", "objects": 13, "milliseconds": 0},
        {"resource": "ingresses.networking.k8s.io", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "poddisruptionbudgets.policy", "state": "ok", "objects": 5, "milliseconds": 0},
        {"resource": "persistentvolumeclaims", "state": "ok", "objects": 4, "milliseconds": 0},
        {"resource": "resourcequotas", "state": "ok", "objects": 1, "milliseconds": 0},
        {"resource": "events", "state": "not-served", "objects": 0, "milliseconds": 0, "message": "not in this dump"}
      ]
    },
    {
      "name": "staging-eu",
      "state": "unreachable",
      "message": "https://127.0.0.1:1 cannot be reached: connection refused",
      "lastRead": "2026-11-19T10:45:00Z",
      "milliseconds": 8,
      "requests": 3,
      "bytes": 0,
      "objects": 0,
      "reads": [
        {"resource": "*", "state": "unreachable", "objects": 0, "milliseconds": 0, "message": "https://127.0.0.1:1 cannot be reached: connection refused"}
      ]
    }
  ],
  "metrics": [
    {"service": "cart", "cluster": "prod-ap", "workload": "Deployment/shop/cart", "metric": "cpu", "current": "38%", "target": "70%"},
    {"service": "cart", "cluster": "prod-eu", "workload": "Deployment/shop/cart", "metric": "cpu", "current": "44%", "target": "70%"},
    {"service": "cart", "cluster": "prod-us", "workload": "Deployment/shop/cart", "metric": "cpu", "current": "41%", "target": "70%"},
    {"service": "catalog", "cluster": "prod-ap", "workload": "Deployment/shop/catalog", "metric": "cpu", "current": "49%", "target": "70%"},
    {"service": "catalog", "cluster": "prod-eu", "workload": "Deployment/shop/catalog", "metric": "cpu", "current": "58%", "target": "70%"},
    {"service": "catalog", "cluster": "prod-us", "workload": "Deployment/shop/catalog", "metric": "cpu", "current": "55%", "target": "70%"},
    {"service": "checkout", "cluster": "prod-ap", "workload": "Deployment/shop/checkout", "metric": "cpu", "current": "51%", "target": "70%"},
    {"service": "checkout", "cluster": "prod-eu", "workload": "Deployment/shop/checkout", "metric": "cpu", "current": "66%", "target": "70%"},
    {"service": "checkout", "cluster": "prod-us", "workload": "Deployment/shop/checkout", "metric": "cpu", "current": "59%", "target": "70%"},
    {"service": "payments", "cluster": "prod-ap", "workload": "Deployment/payments/payments", "metric": "cpu", "current": "54%", "target": "70%"},
    {"service": "payments", "cluster": "prod-eu", "workload": "Deployment/payments/payments", "metric": "cpu", "current": "60%", "target": "70%"},
    {"service": "payments", "cluster": "prod-us", "workload": "Deployment/payments/payments", "metric": "cpu", "current": "68%", "target": "70%"},
    {"service": "storefront", "cluster": "prod-ap", "workload": "Deployment/shop/storefront", "metric": "cpu", "current": "61%", "target": "70%"},
    {"service": "storefront", "cluster": "prod-eu", "workload": "Deployment/shop/storefront", "metric": "cpu", "current": "67%", "target": "70%"},
    {"service": "storefront", "cluster": "prod-us", "workload": "Deployment/shop/storefront", "metric": "cpu", "current": "60%", "target": "70%"}
  ]
};
