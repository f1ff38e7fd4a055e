using System.CommandLine;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary><c>list</c>: the names of the experiments.</summary>
internal static class ListCommand
{
    public static Command Create(ExperimentCatalog catalog, Terminal terminal)
    {
        var command = new Command("list", "Name the experiments");
        command.SetAction(_ =>
        {
            var width = catalog.Names.Max(name => name.Length);
            foreach (var experiment in catalog.All) terminal.Out.WriteLine($"{experiment.Name.PadRight(width)}  {experiment.Description}");
        });
        return command;
    }
}
