using System.Text;
using ScratchVsAutograd.Harness.CommandLine;

Console.OutputEncoding = Encoding.UTF8;
return Cli.Run(args, Console.Out, Console.Error);
