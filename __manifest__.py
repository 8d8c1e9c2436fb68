{
    'name': 'After-Sales',
    'version': '19.0.1.0.0',
    'category': 'Services/After-Sales',
    'sequence': 45,
    'summary': 'Repair orders, parts and invoices for car dealers',
    'author': 'Aftersales contributors',
    'website': 'https://github.com/aftersales/aftersales',
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
        # workshop
        # parts
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
