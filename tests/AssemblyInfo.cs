// The random generator, the live-tensor count and the console belong to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
