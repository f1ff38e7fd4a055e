using System.Runtime.InteropServices;

namespace ScratchVsAutograd.Tests.Build;

/// <summary>A fact about the one platform whose library is adapted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxX64FactAttribute : FactAttribute
{
    public LinuxX64FactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Skip = "The native library is adapted on Linux x64 only.";
    }
}
