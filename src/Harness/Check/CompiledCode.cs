namespace ScratchVsAutograd.Harness.Check;

/// <summary>An assembly in memory, where no temporary folder can be missing, full or left behind.</summary>
/// <param name="Assembly">The assembly's bytes.</param>
/// <param name="Symbols">Its debug information.</param>
internal sealed record CompiledCode(byte[] Assembly, byte[] Symbols);
