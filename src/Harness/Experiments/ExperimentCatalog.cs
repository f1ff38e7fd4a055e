using ScratchVsAutograd.Harness.Experiments.ConvReference;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>The experiments there are.</summary>
internal static class ExperimentCatalog
{
    public const string Default = "notebook";

    public static IReadOnlyList<Experiment> All { get; } =
    [
        new(Default, "MLP on the handwritten digits, softmax cross-entropy with 1e-10 inside the logarithm", NotebookExperiment.Prepare),
        new(ConvReferenceExperiment.Name, "two small convolutions, to catch LibTorch's own float32 gradient being wrong on some CPUs", ConvReferenceExperiment.Prepare)
        {
            ForeignOptions = ["--init", "--hidden", "--epsilon", "--data", "--batch"],
        },
    ];

    /// <exception cref="InputException">There is none of that name.</exception>
    public static Experiment Find(string name)
        => All.FirstOrDefault(experiment => experiment.Name == name) ?? throw new InputException(
            $"There is no command or experiment '{name}'{Nearest.Question(name, All.Select(experiment => experiment.Name))}; "
            + $"the experiments are {string.Join(", ", All.Select(experiment => experiment.Name))}. See --help and list.");
}
