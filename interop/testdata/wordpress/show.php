<?php
// show.php ROUTE: all that WordPress's REST interface has there, as one array.
$_SERVER['HTTP_HOST'] = 'new.example';
require __DIR__ . '/wp-load.php';
wp_set_current_user( 1 );
foreach ( array( 'blogferry_id', 'blogferry_permalink', 'blogferry_role' ) as $bf_key ) {
	register_post_meta( 'post', $bf_key, array( 'type' => 'string', 'single' => true, 'show_in_rest' => true ) );
}
$bf_all  = array();
$bf_page = 0;
do {
	$bf_request = WP_REST_Request::from_url( rest_url( $argv[1] ) );
	$bf_request->set_query_params( $bf_request->get_query_params() + array( 'per_page' => 100, 'page' => ++$bf_page, 'context' => 'edit' ) );
	$bf_response = rest_do_request( $bf_request );
	if ( $bf_response->is_error() ) {
		fwrite( STDERR, wp_json_encode( $bf_response->get_data() ) );
		exit( 1 );
	}
	array_push( $bf_all, ...rest_get_server()->response_to_data( $bf_response, false ) );
} while ( $bf_page < $bf_response->get_headers()['X-WP-TotalPages'] );
echo wp_json_encode( $bf_all );
