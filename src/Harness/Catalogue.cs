using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Experiments.ConvReference;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness;

/// <summary>The catalogue: a line for each experiment, the one that is meant where none is named first.</summary>
internal static class Catalogue
{
    public static ExperimentCatalog Of(RunOptions run) => new(
    [
        new NotebookExperiment(run),
        new ConvReferenceExperiment(run),
    ]);
}
