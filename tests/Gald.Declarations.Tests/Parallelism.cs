// libtorch's default device and random numbers are one for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
