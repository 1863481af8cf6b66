package dev.kiosim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.scenarios.Source;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithoutDatabindTest {
    @Test
    void scenario_files_are_read_without_databind_on_the_path() throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader shipped = new URLClassLoader(pathWithoutDatabind(), platform)) {
            assertThatThrownBy(() -> shipped.loadClass("tools.jackson.databind.ObjectMapper"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(titleReadBy(shipped, "kiosim: 1\ntitle: lean\n")).isEqualTo("lean");
            assertThat(titleReadBy(shipped, "{\"kiosim\": 1, \"title\": \"lean\"}"))
                    .isEqualTo("lean");
        }
    }

    private static Object titleReadBy(ClassLoader loader, String text) throws Exception {
        Class<?> sourceClass = loader.loadClass(Source.class.getName());
        Class<?> readerClass = loader.loadClass(ScenarioReader.class.getName());
        Object source =
                sourceClass.getMethod("of", String.class, String.class).invoke(null, "case", text);
        Object reader = readerClass.getConstructor().newInstance();
        Object scenario = readerClass.getMethod("read", sourceClass).invoke(reader, source);
        return scenario.getClass().getMethod("title").invoke(scenario);
    }

    private static URL[] pathWithoutDatabind() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("jackson-databind")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(new URL[0]);
    }
}
