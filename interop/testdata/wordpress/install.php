<?php
// install.php ZONE: an empty site.
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST'] = 'new.example';
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'New', 'admin', 'admin@new.example', true, '', 'secret' );
foreach ( get_posts( array( 'post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1 ) ) as $made ) {
	wp_delete_post( $made->ID, true );
}
update_option( 'timezone_string', $argv[1] );
update_option( 'permalink_structure', '/%year%/%monthnum%/%postname%/' );
