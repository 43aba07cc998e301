"""The hardened container: a pod without a network, a relay of ours that hands the app's port out.

engine    the connection, and its failures in words
profile   what a container may do, by role; the exact engine arguments
images    base images, and the layer with a project's dependencies
relay     the program that holds the pod's namespace
pod       a holder, its volumes, the containers that join it
serving   the runner: a project in a pod
suites    the learner's own tests, each run in a pod of its own
"""
