# One image for all roles: its entry point is the pulse command, its arguments are the role.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -Dstyle.color=never -Dquick -DskipTests package -pl launcher -am \
 && touch launcher/target/dist/stamp

FROM eclipse-temurin:17-jre
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin pulse \
 && mkdir -p /opt/pulse/reports \
 && chown pulse:pulse /opt/pulse/reports
WORKDIR /opt/pulse
COPY --from=build /src/launcher/target/dist/ launcher/target/dist/
COPY pulse criteria.yaml rules.yaml ./
COPY scenarios/ scenarios/
COPY docs/load-testing-report-template.md docs/
# What the start script is told: never build, and keep the little that is written in memory.
# Health checks look at the file that each role keeps young.
ENV PULSE_BUILD=never PULSE_HOME=/tmp/pulse PULSE_HEALTH_FILE=/tmp/healthy
USER pulse
ENTRYPOINT ["./pulse"]
