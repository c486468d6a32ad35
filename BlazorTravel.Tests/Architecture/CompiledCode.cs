using System.Reflection;
using Mono.Cecil;
using MethodBody = Mono.Cecil.Cil.MethodBody;

namespace BlazorTravel.Tests.Architecture;

/// <summary>One type that uses another, both by the names of what they are nested in.</summary>
public sealed record TypeUse(string User, string UserNamespace, string Used, string UsedNamespace);

/// <summary>
/// Which types an assembly's code uses, down to the bodies of lambdas and async methods, which the compiler moves into
/// hidden nested types. Reflection shows signatures only.
/// </summary>
public static class CompiledCode
{
    public static IReadOnlyList<TypeUse> UsesIn(Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return
        [
            .. module
                .GetTypes()
                .SelectMany(user => TypesUsedBy(user).SelectMany(Parts).Select(used => Use(user, used)))
                .Where(use => use.User != use.Used)
                .Distinct(),
        ];
    }

    private static TypeUse Use(TypeReference user, TypeReference used)
    {
        var (outerUser, outerUsed) = (Outermost(user), Outermost(used));
        return new TypeUse(outerUser.FullName, outerUser.Namespace, outerUsed.FullName, outerUsed.Namespace);
    }

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static IEnumerable<TypeReference?> TypesUsedBy(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.GenericParameters.SelectMany(Constraints),
            .. type.Fields.Select(field => field.FieldType),
            .. AttributesOf(type),
            .. type.Fields.SelectMany(AttributesOf),
            .. type.Properties.SelectMany(AttributesOf),
            .. type.Methods.SelectMany(TypesUsedBy),
        ];

    private static IEnumerable<TypeReference?> TypesUsedBy(MethodDefinition method) =>
        [
            .. Signature(method),
            .. method.GenericParameters.SelectMany(Constraints),
            .. AttributesOf(method),
            .. method.Parameters.SelectMany(AttributesOf),
            .. method.HasBody ? TypesUsedBy(method.Body) : [],
        ];

    private static IEnumerable<TypeReference?> TypesUsedBy(MethodBody body) =>
        [
            .. body.Variables.Select(variable => variable.VariableType),
            .. body.ExceptionHandlers.Select(handler => handler.CatchType),
            .. body.Instructions.SelectMany(instruction =>
                instruction.Operand switch
                {
                    TypeReference type => [type],
                    FieldReference field => [field.DeclaringType, field.FieldType],
                    MethodReference called => [called.DeclaringType, .. Signature(called)],
                    _ => Enumerable.Empty<TypeReference?>(),
                }
            ),
        ];

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        [
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
        ];

    private static IEnumerable<TypeReference?> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference?> AttributesOf(Mono.Cecil.ICustomAttributeProvider holder) =>
        holder.CustomAttributes.SelectMany(attribute =>
            (IEnumerable<TypeReference?>)
                [
                    attribute.AttributeType,
                    .. attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>(),
                ]
        );

    /// <summary>The plain types that an array, a reference or a generic type is made of.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
            TypeSpecification made => Parts(made.ElementType),
            _ => [type],
        };
}
