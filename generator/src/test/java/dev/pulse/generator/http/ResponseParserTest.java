package dev.pulse.generator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.generator.http.ResponseParser.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {
  /** Keeps what it is told. */
  private static final class Kept implements ResponseSink {
    final StringBuilder seen = new StringBuilder();

    @Override
    public boolean isBodiless() {
      return false;
    }

    @Override
    public void head(int status, ResponseHead head) {
      seen.append(status).append(' ').append(head.value("X-Tag")).append(':');
    }

    @Override
    public boolean body(ByteBuf buffer, int index, int length) {
      seen.append(buffer.toString(index, length, StandardCharsets.ISO_8859_1));
      return true;
    }
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  /** Feeds pieces of the given sizes, the last one repeating. */
  private static List<ByteBuf> pieces(String text, List<Integer> sizes) {
    var pieces = new ArrayList<ByteBuf>();
    int at = 0;
    for (int i = 0; at < text.length(); i++) {
      int end = Math.min(text.length(), at + sizes.get(i % sizes.size()));
      pieces.add(bytes(text.substring(at, end)));
      at = end;
    }
    return pieces;
  }

  private static String parse(List<ByteBuf> pieces) {
    var parser = new ResponseParser(new ResponseHead());
    var kept = new Kept();
    for (ByteBuf piece : pieces) {
      while (piece.isReadable()) {
        Progress progress = parser.parse(piece, kept);
        if (progress == Progress.MALFORMED) {
          return kept.seen + "!";
        }
        if (progress == Progress.COMPLETE) {
          kept.seen.append('|');
        }
      }
    }
    return kept.seen.toString();
  }

  /** The same from Netty's decoder. */
  private static String nettys(List<ByteBuf> pieces) {
    var channel = new EmbeddedChannel(new HttpResponseDecoder());
    pieces.forEach(channel::writeInbound);
    var seen = new StringBuilder();
    for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
      if (message instanceof HttpResponse response && response.status().code() >= 200) {
        seen.append(response.status().code())
            .append(' ')
            .append(response.headers().get("x-tag"))
            .append(':');
      }
      if (message instanceof HttpContent content) {
        seen.append(content.content().toString(StandardCharsets.ISO_8859_1));
        if (message instanceof io.netty.handler.codec.http.LastHttpContent) {
          seen.append('|');
        }
        content.release();
      }
    }
    channel.finishAndReleaseAll();
    return seen.toString();
  }

  @Property(tries = 500)
  void readsWhatNettysDecoderReadsHoweverTheBytesArePieced(
      @ForAll("answers") List<String> answers, @ForAll("sizes") List<Integer> sizes) {
    String text = String.join("", answers);
    assertThat(parse(pieces(text, sizes))).isEqualTo(nettys(pieces(text, sizes)));
  }

  @Property(tries = 1_000)
  void neverThrowsAndNeverLoopsOnAnyBytes(
      @ForAll("noise") String noise, @ForAll("sizes") List<Integer> sizes) {
    assertThat(parse(pieces(noise, sizes))).isNotNull();
  }

  @Provide
  Arbitrary<List<Integer>> sizes() {
    return Arbitraries.integers().between(1, 60).list().ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> answers() {
    Arbitrary<String> body = Arbitraries.strings().withChars("ab\r\n0:").ofMaxLength(40);
    Arbitrary<Integer> status = Arbitraries.of(200, 201, 302, 404, 500);
    Arbitrary<String> fixed =
        Combinators.combine(status, body)
            .as(
                (s, b) ->
                    "HTTP/1.1 "
                        + s
                        + " x\r\nX-Tag: t\r\nContent-Length:"
                        + b.length()
                        + "\r\n\r\n"
                        + b);
    Arbitrary<String> chunked =
        Combinators.combine(status, body.list().ofMaxSize(3)).as(ResponseParserTest::chunked);
    Arbitrary<String> empty = Arbitraries.of("HTTP/1.1 204 No Content\r\nX-TAG:u \r\n\r\n");
    return Arbitraries.frequencyOf(Tuple.of(4, fixed), Tuple.of(4, chunked), Tuple.of(1, empty))
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  private static String chunked(int status, List<String> bodies) {
    var text = new StringBuilder("HTTP/1.1 " + status + " x\r\ntransfer-encoding: Chunked\r\n\r\n");
    for (String body : bodies) {
      if (!body.isEmpty()) {
        text.append(Integer.toHexString(body.length())).append("\r\n").append(body).append("\r\n");
      }
    }
    return text.append("0\r\n\r\n").toString();
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.of(
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 ",
            "Content-Length: 5\r\n",
            "\r\n",
            "\n",
            "0\r\n",
            "Transfer-Encoding: chunked\r\n",
            "ffffffffffffffff\r\n",
            "\u0000",
            "abc",
            "5\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "Content-Length: -1\r\n",
            ": \r\n")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 20x OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1111111111111111\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
      })
  void refusesWhatIsNotHttp(String text) {
    assertThat(parse(List.of(bytes(text)))).endsWith("!");
    assertThat(parse(pieces(text, List.of(1)))).endsWith("!");
  }
}
