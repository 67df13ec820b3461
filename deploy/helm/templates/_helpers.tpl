{{/* What every object is named by. */}}
{{- define "pulse.name" -}}
{{- if contains "pulse" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-pulse" (.Release.Name | trunc 34 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{- define "pulse.labels" -}}
app.kubernetes.io/name: pulse
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* Labels that tell the pods of a role apart: dict "root" . "role" "agent" */}}
{{- define "pulse.selector" -}}
app.kubernetes.io/name: pulse
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{- define "pulse.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* All of a container but its name, arguments, own environment and own mounts. */}}
{{- define "pulse.container" -}}
image: "{{ .root.Values.image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
resources:
  {{- toYaml .own.resources | nindent 2 }}
# Every role keeps this file young while it does its work; see the image's PULSE_HEALTH_FILE.
startupProbe:
  exec: &healthy
    command: [sh, -c, "find /tmp/healthy -newermt '-30 seconds' | grep -q ."]
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 36
readinessProbe:
  exec: *healthy
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 3
livenessProbe:
  exec: *healthy
  periodSeconds: 15
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}

{{- define "pulse.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .Values.kafka.clientConfigSecret }}
- name: kafka-config
  mountPath: /etc/pulse/kafka
  readOnly: true
{{- end }}
{{- end -}}

{{- define "pulse.volumes" -}}
# Native libraries are unpacked into /tmp, so it has to allow execution.
- name: tmp
  emptyDir:
    medium: Memory
    sizeLimit: {{ .Values.tmpSize }}
{{- if .Values.kafka.clientConfigSecret }}
- name: kafka-config
  secret:
    secretName: {{ .Values.kafka.clientConfigSecret }}
    defaultMode: 0440
    items:
      - key: client.properties
        path: client.properties
{{- end }}
{{- end -}}

{{- define "pulse.kafkaArguments" -}}
- --kafka
- {{ .Values.kafka.bootstrap | quote }}
{{- if .Values.kafka.clientConfigSecret }}
- --kafka-config
- /etc/pulse/kafka/client.properties
{{- end }}
{{- end -}}

{{/* Where pods may stand. */}}
{{- define "pulse.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Namespaces that the collector may read. */}}
{{- define "pulse.namespaces" -}}
{{- toJson (.Values.collector.namespaces | default (list .Release.Namespace)) -}}
{{- end -}}
