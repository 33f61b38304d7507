/* Stands in for x264 and x265, which are under the GPL: FFmpeg asks for them by these names when it is loaded.

   Every call fails, as FFmpeg lets an encoder fail, and it reports that the encoder cannot be opened. */
#include <stddef.h>

#ifdef _WIN32
#define SEEN __declspec(dllexport)
#else
#define SEEN __attribute__((visibility("default")))
#endif
#define GIVES_NOTHING(name) SEEN void *name(void) { return NULL; }
#define FAILS(name) SEEN int name(void) { return -1; }

SEEN const char rl_playground_stand_in[] = "rl-playground: stands in for an encoder";
SEEN const unsigned char x264_levels[64] = {0};
GIVES_NOTHING(x264_encoder_open_165)
GIVES_NOTHING(x264_encoder_close)
GIVES_NOTHING(x264_param_apply_fastfirstpass)
GIVES_NOTHING(x264_param_cleanup)
GIVES_NOTHING(x264_param_default)
GIVES_NOTHING(x264_picture_init)
FAILS(x264_encoder_delayed_frames)
FAILS(x264_encoder_encode)
FAILS(x264_encoder_headers)
FAILS(x264_encoder_maximum_delayed_frames)
FAILS(x264_encoder_reconfig)
FAILS(x264_param_apply_profile)
FAILS(x264_param_default_preset)
FAILS(x264_param_parse)
GIVES_NOTHING(x265_api_get_216)
