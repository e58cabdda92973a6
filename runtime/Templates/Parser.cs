namespace Hull.Templates;

/// <summary>Reads a template: the part of Go's text/template that command lines are written in.</summary>
internal sealed class Parser
{
    readonly IReadOnlyList<Piece> _pieces;
    int _next;

    // Of the action that is being read.
    IReadOnlyList<Token> _tokens = [];
    int _token;
    Piece _action;

    Parser(IReadOnlyList<Piece> pieces) => _pieces = pieces;

    public static IReadOnlyList<Node> Read(string template)
    {
        var parser = new Parser(Piece.Split(template));
        var nodes = parser.Nodes(null, out string? ended);
        return ended is null ? nodes : throw parser.Wrong($"{{{{{ended}}}}} ends nothing");
    }

    // Up to the {{end}} or {{else}} that closes the block they are in.
    List<Node> Nodes(string? block, out string? ended)
    {
        var nodes = new List<Node>();
        while (_next < _pieces.Count)
        {
            var piece = _pieces[_next++];
            if (!piece.IsAction)
            {
                nodes.Add(new TextNode(piece.Text));
                continue;
            }
            (_action, _tokens, _token) = (piece, Words.Of(piece), 0);
            if (Now is { Symbol: Symbol.Word, Text: "end" or "else" } closing)
            {
                _token++;
                ended = closing.Text;
                return nodes;
            }
            nodes.Add(Action());
        }
        ended = null;
        return block is null ? nodes : throw new TemplateException($"{block} is not closed by {{{{end}}}}");
    }

    Node Action()
    {
        if (Now.Symbol == Symbol.Word && Kind(Now.Text) is { } kind)
        {
            _token++;
            return Block(kind);
        }
        if (Now is { Symbol: Symbol.Word, Text: "define" or "template" or "block" or "break" or "continue" } unknown)
            throw Wrong($"{unknown.Text} is not understood here");
        return new OutputNode(Whole());
    }

    static BlockKind? Kind(string word) => word switch
    {
        "if" => BlockKind.If,
        "with" => BlockKind.With,
        "range" => BlockKind.Range,
        _ => null,
    };

    BlockNode Block(BlockKind kind)
    {
        var opening = _action;
        string name = $"{{{{{Words.Short(opening.Text.Trim())}}}}} at character {opening.At}";
        var pipeline = Whole();
        var then = Nodes(name, out string? ended);
        IReadOnlyList<Node> otherwise = [];
        if (ended == "else")
        {
            // {{else if …}} is one more block, which has this one's {{end}}.
            if (Now.Symbol == Symbol.Word && Kind(Now.Text) is { } next)
            {
                _token++;
                return new(kind, pipeline, then, [Block(next)]);
            }
            End();
            otherwise = Nodes(name, out ended);
            if (ended == "else")
                throw Wrong($"{name} has {{{{else}}}} twice");
        }
        End();
        return new(kind, pipeline, then, otherwise);
    }

    Token Now => _tokens[_token];

    Pipeline Whole()
    {
        var pipeline = Pipeline();
        End();
        return pipeline;
    }

    void End()
    {
        if (Now.Symbol != Symbol.End)
            throw Wrong($"\"{Now.Text}\" at character {Now.At} is one too many");
    }

    Pipeline Pipeline()
    {
        var variables = new List<string>();
        bool declares = false;
        if (Now.Symbol == Symbol.Variable && Assigns())
        {
            while (Now.Symbol is Symbol.Variable or Symbol.Comma)
            {
                if (Now.Symbol == Symbol.Variable) variables.Add(Now.Text);
                _token++;
            }
            declares = Now.Symbol == Symbol.Declare;
            _token++;
        }
        var calls = new List<Call> { Call() };
        while (Now.Symbol == Symbol.Pipe)
        {
            _token++;
            calls.Add(Call());
        }
        return new(variables, declares, calls, _action.Text.Trim());
    }

    // $a := …, $a = … or $a, $b := …, not $a.B.
    bool Assigns()
    {
        int at = _token;
        while (_tokens[at].Symbol is Symbol.Variable or Symbol.Comma) at++;
        return _tokens[at].Symbol is Symbol.Declare or Symbol.Assign;
    }

    Call Call()
    {
        var operands = new List<Operand>();
        while (Now.Symbol is not (Symbol.End or Symbol.Close or Symbol.Pipe))
            operands.Add(Operand());
        return operands.Count > 0 ? new(operands) : throw Wrong("a value is missing");
    }

    Operand Operand()
    {
        var token = Now;
        _token++;
        var fields = token.Symbol == Symbol.Field ? [token.Text] : new List<string>();
        Operand operand = token.Symbol switch
        {
            Symbol.Field or Symbol.Dot => new DotOperand(),
            Symbol.Variable => new VariableOperand(token.Text),
            Symbol.Literal => new LiteralOperand(token.Value),
            Symbol.Word => Word(token),
            Symbol.Open => Inner(),
            _ => throw Wrong($"\"{token.Text}\" at character {token.At} stands where a value should"),
        };
        while (Now is { Symbol: Symbol.Field, IsApart: false } field)
        {
            fields.Add(field.Text);
            _token++;
        }
        return operand with { Fields = fields };
    }

    Operand Word(Token token) => token.Text switch
    {
        "true" => new LiteralOperand(true),
        "false" => new LiteralOperand(false),
        "nil" => new LiteralOperand(null),
        _ when Functions.Exists(token.Text) => new FunctionOperand(token.Text),
        _ => throw Wrong($"there is no function {token.Text}; there are {string.Join(", ", Functions.Names)}, and fields begin with a point, as .Name"),
    };

    PipelineOperand Inner()
    {
        var pipeline = Pipeline();
        if (Now.Symbol != Symbol.Close)
            throw Wrong("a ( is not closed by )");
        _token++;
        return new(pipeline);
    }

    TemplateException Wrong(string why) => new($"{{{{{Words.Short(_action.Text.Trim())}}}}} at character {_action.At}: {why}");
}
