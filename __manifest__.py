{
    'name': 'After-Sales',
    'version': '19.0.1.0.0',
    'category': 'Services/After-Sales',
    'sequence': 45,
    'summary': 'Repair orders, parts and invoices for car dealers',
    'author': 'Aftersales contributors',
    'license': 'LGPL-3',
    'depends': [
        'account_fleet',
        'hr_fleet',
        'hr_skills',
        'portal',
        'purchase_stock',
        'stock_account',
    ],
    'data': [
        # One block a room: removing a room means deleting its folders and its lines.
        'security/groups.xml',
        'views/menus.xml',
        # vehicle
        'security/vehicle/ir.model.access.csv',
        'security/vehicle/rules.xml',
        'data/vehicle/aftersales_vin_region_data.xml',
        'views/vehicle/fleet_vehicle_views.xml',
        'views/vehicle/fleet_vehicle_odometer_views.xml',
        'views/vehicle/aftersales_maintenance_plan_views.xml',
        'views/vehicle/aftersales_vin_region_views.xml',
        'views/vehicle/product_template_views.xml',
        'views/vehicle/stock_lot_views.xml',
        'views/vehicle/res_partner_views.xml',
        'views/vehicle/res_config_settings_views.xml',
        'views/vehicle/menus.xml',
        # workshop
        'security/workshop/ir.model.access.csv',
        'security/workshop/rules.xml',
        'data/workshop/products.xml',
        'data/workshop/pay_types.xml',
        'data/workshop/inspection_templates.xml',
        'data/workshop/work_classes.xml',
        'data/workshop/workshops.xml',
        'views/workshop/aftersales_workshop_views.xml',
        'views/workshop/aftersales_bay_views.xml',
        'views/workshop/aftersales_labour_rate_views.xml',
        'views/workshop/aftersales_work_class_views.xml',
        'views/workshop/aftersales_operation_views.xml',
        'views/workshop/aftersales_menu_views.xml',
        'views/workshop/aftersales_pay_type_views.xml',
        'views/workshop/aftersales_inspection_template_views.xml',
        'views/workshop/setup_menus.xml',
        'wizard/workshop/wizards.xml',
        'views/workshop/job_views.xml',
        'views/workshop/order_views.xml',
        'views/workshop/menus.xml',
        # parts
        'security/parts/ir.model.access.csv',
        'data/parts/stock_data.xml',
        'views/parts/stock_picking_views.xml',
        'views/parts/stock_warehouse_views.xml',
        'views/parts/aftersales_order_views.xml',
        'views/parts/aftersales_order_line_views.xml',
        'views/parts/menus.xml',
        # billing
        # prints
    ],
    'demo': [
        # vehicle
        # workshop
        # parts
        # billing
    ],
    'application': True,
}
