namespace Gald.FSharp.Usage

open Xunit

// libtorch's random numbers are one sequence for the whole process, so tests that seed it run one after the other.
[<assembly: CollectionBehavior(DisableTestParallelization = true)>]
do ()
