using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using ScratchVsAutograd.Comparison.Functions;
using ScratchVsAutograd.Scratch;
using TorchSharp;

namespace ScratchVsAutograd.Harness.Checking;

/// <summary>Finds by reflection what an assembly offers to be checked; none of its code runs for that.</summary>
internal static class CandidateFinder
{
    /// <summary>What is looked for, for those who have none of it.</summary>
    public const string LookedFor =
        "looked for: a class derived from Computation with a constructor that takes nothing or a seed (int, long or ulong); a public static "
        + "method without parameters, or a property, that returns a Computation; and one marked [GradCheck] that returns a FunctionSample";

    private static readonly Type[] SeedTypes = [typeof(int), typeof(long), typeof(ulong)];

    /// <summary>The candidates, in the order of their keys.</summary>
    /// <exception cref="InputException">A type cannot be loaded.</exception>
    public static IReadOnlyList<Candidate> Find(Assembly assembly)
    {
        var found = Types(assembly).SelectMany(type => OfType(type)).ToList();
        var ambiguous = found.CountBy(item => Key(item.Type, item.Member)).Where(pair => pair.Value > 1).Select(pair => pair.Key).ToHashSet();
        return
        [
            .. found
                .Select(item => new Candidate(
                    (ambiguous.Contains(Key(item.Type, item.Member)) && item.Type.Namespace is { } prefix ? prefix + "." : "") + Key(item.Type, item.Member),
                    item.Make))
                .OrderBy(candidate => candidate.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>The custom autograd functions, where no sample is marked [GradCheck] in the whole assembly.</summary>
    public static IReadOnlyList<string> FunctionsWithoutSample(Assembly assembly)
    {
        var types = Types(assembly).ToList();
        return types.Exists(type => Members(type).Any(member => member.IsDefined(typeof(GradCheckAttribute))))
            ? []
            : [.. types.Where(IsCustomFunction).Select(type => type.Name).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes().Where(type => type is { IsClass: true, ContainsGenericParameters: false } && !type.IsDefined(typeof(CompilerGeneratedAttribute)));
        }
        catch (ReflectionTypeLoadException exception)
        {
            throw new InputException(
                $"{assembly.Location} cannot be read: {exception.LoaderExceptions.FirstOrDefault()?.Message.Split('\n')[0].TrimEnd('.', '\r')}. Its "
                + "dependencies must lie beside it ('dotnet publish' puts them there).", exception);
        }
    }

    private static IEnumerable<(Type Type, string? Member, Func<long, object?> Make)> OfType(Type type)
    {
        if (type is { IsAbstract: false, IsNestedPrivate: false } && type.IsAssignableTo(typeof(Computation)) && Constructor(type) is { } make)
            yield return (type, null, make);
        foreach (var member in Members(type))
        {
            if (member.IsDefined(typeof(GradCheckAttribute)) || Returned(member).IsAssignableTo(typeof(Computation)))
                yield return (type, member.Name, _ => Value(member));
        }
    }

    private static Func<long, object?>? Constructor(Type type)
    {
        if (type.GetConstructor([]) is { } plain) return _ => plain.Invoke([]);
        return SeedTypes.Select(seedType => type.GetConstructor([seedType])).FirstOrDefault(constructor => constructor is not null) is { } seeded
            ? seed => seeded.Invoke([Convert.ChangeType(seed, seeded.GetParameters()[0].ParameterType, CultureInfo.InvariantCulture)])
            : null;
    }

    private static IEnumerable<MemberInfo> Members(Type type)
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(Static)
            .Where(method => method is { IsSpecialName: false, IsGenericMethod: false } && (method.GetParameters() is [] || method.IsDefined(typeof(GradCheckAttribute))));
        return methods.Concat<MemberInfo>(type.GetProperties(Static).Where(property => property.CanRead && property.GetIndexParameters() is []));
    }

    private static Type Returned(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((MethodInfo)member).ReturnType;

    private static object? Value(MemberInfo member) => member switch
    {
        PropertyInfo property => property.GetValue(null),
        MethodInfo method when method.GetParameters() is [] => method.Invoke(null, []),
        _ => throw new InputException("[GradCheck] marks a method with parameters; a sample takes none."),
    };

    private static bool IsCustomFunction(Type type)
    {
        for (var @base = type.BaseType; @base is not null && !type.IsAbstract; @base = @base.BaseType)
        {
            if (@base.IsGenericType && @base.GetGenericTypeDefinition() == typeof(torch.autograd.Function<>)) return true;
        }

        return false;
    }

    private static string Key(Type type, string? member)
    {
        var name = type.DeclaringType is { } outer ? $"{Key(outer, null)}.{type.Name}" : type.Name;
        return member is null ? name : $"{name}.{member}";
    }
}
