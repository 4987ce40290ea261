package facts

// This file lists the fields that are decoded, by their numbers in Kubernetes' published .proto files.

// object keeps all of any object but metadata.managedFields: a third of its bytes, and nothing to us.
func object() *Fields {
	const metadata, managedFields = 1, 17
	return keepAllBut().in(metadata, keepAllBut(managedFields))
}

// podFields keeps what addPod reads. Pods are by far the most objects of a cluster, so each field counts.
func podFields() *Fields {
	const metadata, spec, status = 1, 2, 3
	return keepOnly().
		in(metadata, keepOnly(1 /* name */, 3 /* namespace */, 8 /* creationTimestamp */, 9 /* deletionTimestamp */, 11 /* labels */, 13 /* ownerReferences */, 14 /* finalizers */).
			entry(12 /* annotations */, ignoreAnnotation)).
		in(spec, podSpecFields()).
		in(status, podStatusFields())
}

func podSpecFields() *Fields {
	const volumes, containers, initContainers = 1, 2, 20
	container := keepOnly(1 /* name */, 2 /* image */, 6 /* ports */, 11 /* readinessProbe */, 22 /* startupProbe */, 24 /* restartPolicy */)
	return keepOnly(10 /* nodeName */, 11 /* hostNetwork */, 28 /* readinessGates */, 38 /* schedulingGates */).
		in(containers, container).
		in(initContainers, container).
		in(volumes, keepOnly(1 /* name */).in(2 /* volumeSource */, keepOnly(10 /* persistentVolumeClaim */).in(29 /* ephemeral */, keepOnly())))
}

func podStatusFields() *Fields {
	const initContainerStatuses, containerStatuses = 10, 8
	container := keepOnly(1 /* name */, 2 /* state */, 3 /* lastState */, 4 /* ready */, 5 /* restartCount */, 6 /* image */, 9 /* started */)
	return keepOnly(1 /* phase */, 2 /* conditions */, 3 /* message */, 4 /* reason */, 7 /* startTime */).
		in(containerStatuses, container).
		in(initContainerStatuses, container)
}
