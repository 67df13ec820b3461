// compose-config --env-file FILE --profile PROFILE config: what docker compose does with the same
// arguments, by its own loader and with its own options, where the plugin cannot be had.
// ComposeFileTest asks it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	envFile := flag.String("env-file", "", "file with the variables")
	profile := flag.String("profile", "", "profile to read, too")
	flag.Parse()

	if flag.NArg() != 1 || flag.Arg(0) != "config" {
		flag.Usage()
		os.Exit(2)
	}
	config, err := read(*envFile, *profile)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout.Write(config)
}

func read(envFile, profile string) ([]byte, error) {
	options, err := cli.NewProjectOptions(nil,
		cli.WithOsEnv,
		cli.WithEnvFiles(envFile),
		cli.WithDotEnv,
		cli.WithConfigFileEnv,
		cli.WithDefaultConfigPath,
		cli.WithDefaultProfiles(profile),
	)
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return project.MarshalYAML()
}
