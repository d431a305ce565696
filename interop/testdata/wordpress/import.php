<?php
// import.php FILE: takes a WXR file in, with the steps and the peculiarities of
// WordPress's importer, which Debian does not have. What that would drop, or take
// for something else, is printed, a line each.
define( 'WP_IMPORTING', true );
$_SERVER['HTTP_HOST'] = 'new.example';
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user( 1 );
add_filter( 'http_request_host_is_external', '__return_true' ); // the old site is on this machine, on any port
add_filter( 'http_allowed_safe_ports', function () { return array( (int) getenv( 'WP_OLD_SITE' ) ); } );

function bf_say( $what, $about ) {
	echo $what, ': ', strtr( is_wp_error( $about ) ? $about->get_error_message() : $about, "\n", ' ' ), "\n";
}

function bf_author( $wp ) {
	$id = wp_insert_user( array(
		'user_login'   => (string) $wp->author_login,
		'user_pass'    => wp_generate_password(),
		'user_email'   => (string) $wp->author_email,
		'display_name' => (string) $wp->author_display_name,
	) );
	if ( is_wp_error( $id ) && 'existing_user_login' !== $id->get_error_code() ) {
		bf_say( 'author', $id );
	}
}

function bf_term( $name, $slug, $taxonomy ) {
	if ( term_exists( $slug, $taxonomy ) ) {
		return;
	}
	$term = wp_insert_term( wp_slash( $name ), $taxonomy, array( 'slug' => $slug ) );
	if ( is_wp_error( $term ) ) {
		bf_say( $taxonomy . ' ' . $slug, $term );
	}
}

// A post is known by title, date and kind; only its text is not taken again.
function bf_post( $item, $wp ) {
	$known = post_exists( (string) $item->title, '', (string) $wp->post_date, (string) $wp->post_type );
	if ( $known ) {
		bf_say( 'exists', (string) $item->title );
		return $known;
	}
	$author  = get_user_by( 'login', sanitize_user( (string) $item->children( 'http://purl.org/dc/elements/1.1/' )->creator, true ) );
	$content = $item->children( 'http://purl.org/rss/1.0/modules/content/' );
	$excerpt = $item->children( 'http://wordpress.org/export/1.2/excerpt/' );
	$id      = wp_insert_post( wp_slash( array(
		'import_id'      => (int) $wp->post_id,
		'post_author'    => $author ? $author->ID : 1,
		'post_date'      => (string) $wp->post_date,
		'post_date_gmt'  => (string) $wp->post_date_gmt,
		'post_content'   => (string) $content->encoded,
		'post_excerpt'   => (string) $excerpt->encoded,
		'post_title'     => (string) $item->title,
		'post_status'    => (string) $wp->status,
		'post_name'      => (string) $wp->post_name,
		'comment_status' => (string) $wp->comment_status,
		'ping_status'    => (string) $wp->ping_status,
		'guid'           => (string) $item->guid,
		'post_type'      => (string) $wp->post_type,
	) ), true );
	if ( is_wp_error( $id ) ) {
		bf_say( 'post ' . $item->title, $id );
		return 0;
	}
	return $id;
}

function bf_post_terms( $item, $post ) {
	$terms = array();
	foreach ( $item->category as $category ) {
		$attributes = $category->attributes();
		$taxonomy   = (string) $attributes['domain'];
		$term       = term_exists( (string) $attributes['nicename'], $taxonomy );
		if ( ! $term ) {
			bf_say( 'term of a post', (string) $attributes['nicename'] );
			continue;
		}
		$terms[ $taxonomy ][] = (int) $term['term_id'];
	}
	foreach ( $terms as $taxonomy => $ids ) {
		wp_set_post_terms( $post, $ids, $taxonomy );
	}
}

// Comments come in the order of their ids, an answer only finds one before it.
function bf_comments( $wp, $post, $known ) {
	$comments = array();
	foreach ( $wp->comment as $comment ) {
		if ( isset( $comments[ (int) $comment->comment_id ] ) ) {
			bf_say( 'comment twice', (string) $comment->comment_id );
		}
		$comments[ (int) $comment->comment_id ] = $comment;
	}
	ksort( $comments );
	$new = array();
	foreach ( $comments as $id => $comment ) {
		if ( $known && comment_exists( (string) $comment->comment_author, (string) $comment->comment_date ) ) {
			continue;
		}
		$parent = (int) $comment->comment_parent;
		if ( $parent && ! isset( $new[ $parent ] ) ) {
			bf_say( 'parent of a comment', $parent );
		}
		$new[ $id ] = wp_insert_comment( wp_filter_comment( wp_slash( array(
			'comment_post_ID'      => $post,
			'comment_author'       => (string) $comment->comment_author,
			'comment_author_email' => (string) $comment->comment_author_email,
			'comment_author_url'   => (string) $comment->comment_author_url,
			'comment_author_IP'    => (string) $comment->comment_author_IP,
			'comment_agent'        => '',
			'comment_date'         => (string) $comment->comment_date,
			'comment_date_gmt'     => (string) $comment->comment_date_gmt,
			'comment_content'      => (string) $comment->comment_content,
			'comment_approved'     => (string) $comment->comment_approved,
			'comment_type'         => (string) $comment->comment_type,
			'comment_parent'       => $parent ? $new[ $parent ] : 0,
		) ) ) );
		if ( ! $new[ $id ] ) {
			bf_say( 'comment', (string) $comment->comment_content );
		}
	}
}

// A file is fetched if its name is one that WordPress knows. Posts get its new
// address wherever they have the old one, or the one of the guid, and that of an
// image also where only its beginning agrees.
function bf_attachment( $item, $wp ) {
	global $bf_moved;
	$url    = (string) $wp->attachment_url;
	$name   = basename( parse_url( $url, PHP_URL_PATH ) );
	$temp   = wp_tempnam( $name );
	$answer = wp_safe_remote_get( $url, array( 'stream' => true, 'filename' => $temp ) );
	if ( is_wp_error( $answer ) || 200 !== wp_remote_retrieve_response_code( $answer ) ) {
		bf_say( 'not fetched', is_wp_error( $answer ) ? $answer : $url );
		return;
	}
	$type = wp_check_filetype_and_ext( $temp, $name );
	if ( ! $type['type'] ) {
		bf_say( 'refused', $url );
		return;
	}
	$folder = wp_upload_dir( (string) $wp->post_date );
	$name   = wp_unique_filename( $folder['path'], $type['proper_filename'] ? $type['proper_filename'] : $name );
	copy( $temp, $folder['path'] . '/' . $name );
	$new = $folder['url'] . '/' . $name;
	wp_insert_attachment( wp_slash( array(
		'import_id'      => (int) $wp->post_id,
		'post_title'     => (string) $item->title,
		'post_name'      => (string) $wp->post_name,
		'post_date'      => (string) $wp->post_date,
		'post_parent'    => (int) $wp->post_parent,
		'post_mime_type' => $type['type'],
		'post_status'    => (string) $wp->status,
		'guid'           => $new,
	) ), $folder['path'] . '/' . $name );
	$bf_moved[ $url ]                  = $new;
	$bf_moved[ (string) $item->guid ] = $new;
	if ( 0 === strpos( $type['type'], 'image/' ) ) {
		$from = pathinfo( $url );
		$to   = pathinfo( $new );
		$bf_moved[ $from['dirname'] . '/' . $from['filename'] ] = $to['dirname'] . '/' . $to['filename'];
	}
}

function bf_replace( $moved ) {
	global $wpdb;
	uksort( $moved, function ( $a, $b ) { return strlen( $b ) - strlen( $a ); } );
	foreach ( $moved as $from => $to ) {
		$wpdb->query( $wpdb->prepare( "UPDATE {$wpdb->posts} SET post_content = REPLACE(post_content, %s, %s)", $from, $to ) );
	}
}

libxml_use_internal_errors( true );
$bf_dom = new DOMDocument();
if ( ! $bf_dom->loadXML( file_get_contents( $argv[1] ) ) || $bf_dom->doctype ) {
	bf_say( 'file', print_r( libxml_get_errors(), true ) );
	exit( 1 );
}
$bf_wp   = 'http://wordpress.org/export/1.2/';
$bf_xml  = simplexml_import_dom( $bf_dom );
$bf_head = $bf_xml->channel->children( $bf_wp );
if ( ! preg_match( '/^\d+\.\d+$/', (string) $bf_head->wxr_version ) ) {
	bf_say( 'version', (string) $bf_head->wxr_version );
	exit( 1 );
}
foreach ( $bf_head->author as $bf_author ) {
	bf_author( $bf_author );
}
foreach ( $bf_head->category as $bf_category ) {
	bf_term( (string) $bf_category->cat_name, (string) $bf_category->category_nicename, 'category' );
}
foreach ( $bf_head->tag as $bf_tag ) {
	bf_term( (string) $bf_tag->tag_name, (string) $bf_tag->tag_slug, 'post_tag' );
}
$bf_done  = array();
$bf_moved = array();
foreach ( $bf_xml->channel->item as $bf_item ) {
	$bf_fields = $bf_item->children( $bf_wp );
	if ( isset( $bf_done[ (int) $bf_fields->post_id ] ) || ! post_type_exists( (string) $bf_fields->post_type ) ) {
		bf_say( 'item', (string) $bf_item->title );
		continue;
	}
	$bf_done[ (int) $bf_fields->post_id ] = true;
	if ( 'attachment' === (string) $bf_fields->post_type ) {
		bf_attachment( $bf_item, $bf_fields );
		continue;
	}
	$bf_known = wp_count_posts()->publish + wp_count_posts()->draft;
	$bf_id    = bf_post( $bf_item, $bf_fields );
	if ( ! $bf_id ) {
		continue;
	}
	bf_post_terms( $bf_item, $bf_id );
	bf_comments( $bf_fields, $bf_id, wp_count_posts()->publish + wp_count_posts()->draft === $bf_known );
	foreach ( $bf_fields->postmeta as $bf_meta ) {
		add_post_meta( $bf_id, wp_slash( (string) $bf_meta->meta_key ), wp_slash( maybe_unserialize( (string) $bf_meta->meta_value ) ) );
	}
}
bf_replace( $bf_moved );
