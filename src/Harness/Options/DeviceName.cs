using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>A device as asked for; <see cref="Open"/> finds out whether it is there.</summary>
internal sealed record DeviceName(DeviceType Type, int? Index)
{
    private const string NvidiaDriver = "/proc/driver/nvidia/version";

    /// <summary>The device, once it is known to be usable.</summary>
    /// <exception cref="InputException">It is not; the message says what was found and what to do.</exception>
    public Device Open()
    {
        if (Type == DeviceType.CUDA) RequireCuda();
        if (Type == DeviceType.MPS && !mps_is_available())
            throw new InputException("No MPS device was found: it needs macOS on Apple silicon. Run with --device cpu.");
        return new Device(Type, Index ?? (Type == DeviceType.CUDA ? 0 : -1));
    }

    public override string ToString()
        => Index is { } index
            ? FormattableString.Invariant($"{Type.ToString().ToLowerInvariant()}:{index}")
            : Type.ToString().ToLowerInvariant();

    private void RequireCuda()
    {
        if (!cuda.is_available())
            throw new InputException(
                $"No CUDA device can be used: {Found()}. Run with --device cpu, or on a machine with an NVIDIA GPU use "
                + "'dotnet run --project src/Harness --device cuda', which builds with the CUDA flavour of LibTorch.");
        var count = cuda.device_count();
        if (Index is { } index && index >= count)
            throw new InputException($"There is no {this}: {count} CUDA device(s) were found, numbered from 0.");
    }

    private static string Found()
    {
        if (!OperatingSystem.IsLinux()) return "LibTorch reports none";
        return File.Exists(NvidiaDriver)
            ? "an NVIDIA driver is there, but this build carries the CPU flavour of LibTorch, or the driver is too old for it"
            : $"no NVIDIA driver was found ({NvidiaDriver} does not exist)";
    }
}
