<?php
// export.php: what WordPress's own exporter writes.
$_SERVER['HTTP_HOST'] = 'new.example';
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/export.php';
export_wp();
