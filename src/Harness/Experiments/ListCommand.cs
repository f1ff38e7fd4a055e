using System.CommandLine;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary><c>list</c>: the names of the experiments.</summary>
internal static class ListCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("list", "Name the experiments");
        command.SetAction(_ =>
        {
            var width = ExperimentCatalog.All.Max(experiment => experiment.Name.Length);
            foreach (var experiment in ExperimentCatalog.All)
                terminal.Out.WriteLine($"{experiment.Name.PadRight(width)}  {experiment.Description}");
        });
        return command;
    }
}
