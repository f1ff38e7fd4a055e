using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Experiments.ConvReference;
using ScratchVsAutograd.Harness.Experiments.Gpt2;
using ScratchVsAutograd.Harness.Experiments.LeNet;
using ScratchVsAutograd.Harness.Experiments.Mlp;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Harness.Experiments.Op;
using ScratchVsAutograd.Harness.Experiments.Recurrent;
using ScratchVsAutograd.Harness.Experiments.ResNet;
using ScratchVsAutograd.Harness.Experiments.Vae;
using ScratchVsAutograd.Harness.Experiments.Vit;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Catalogue;

namespace ScratchVsAutograd.Harness;

/// <summary>The catalogue: a line for each experiment, the one that is meant where none is named first.</summary>
internal static class Catalogue
{
    public static ExperimentCatalog Of(RunOptions run)
    {
        var (sizes, @case) = (new SizeOptions(), OpExperiment.CaseOption());
        return new(
        [
            new NotebookExperiment(run, sizes),
            new MlpExperiment(run, sizes),
            new LeNetExperiment(run, sizes),
            new ResNetExperiment(run, sizes),
            RecurrentExperiment.Lstm(run, sizes),
            RecurrentExperiment.Gru(run, sizes),
            new VaeExperiment(run),
            new VitExperiment(run, sizes),
            new Gpt2Experiment(run, sizes),
            new ConvReferenceExperiment(run),
            .. OpCatalogue.Rows.Select(row => new OpExperiment(run, row, @case)),
        ]);
    }
}
