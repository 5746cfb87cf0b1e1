// The rules for the plugin's JavaScript, which Zotero runs as it is, without a build.
// Its scripts name the globals that they use, and share names declared by `var`.
import js from "@eslint/js";

export default [
    js.configs.recommended,
    {
        languageOptions: { ecmaVersion: 2022, sourceType: "script" },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            eqeqeq: ["error", "always", { null: "ignore" }],
            "prefer-const": "error",
        },
    },
];
