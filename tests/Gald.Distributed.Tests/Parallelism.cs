// Several processes a test are enough for a machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
