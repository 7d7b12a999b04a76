// An empty program: what starting the host costs.
