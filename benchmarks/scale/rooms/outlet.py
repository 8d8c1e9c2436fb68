"""Outlets with their people and bays, all of the company the pattern's order is of."""
TABLES = []
PEOPLE, BAYS = 8, 6


def build(scale):
    scale.ids['order'] = order = scale.one('''
        SELECT o.id FROM aftersales_order o
          JOIN aftersales_job job ON job.order_id = o.id
          JOIN stock_picking picking ON picking.aftersales_order_id = o.id
         WHERE o.state = 'delivered' AND o.payment_state = 'paid' AND job.technician_id IS NOT NULL
           AND EXISTS (SELECT 1 FROM aftersales_order_line line WHERE line.job_id = job.id AND line.line_type = 'part')
           AND EXISTS (SELECT 1 FROM aftersales_order_line line WHERE line.job_id = job.id AND line.line_type = 'labour')
      ORDER BY o.id LIMIT 1''')
    workshop = scale.one('SELECT workshop_id FROM aftersales_order WHERE id = %s', [order])
    scale.ids['company'] = scale.one('SELECT company_id FROM aftersales_order WHERE id = %s', [order])
    scale.insert('aftersales_workshop', scale.outlets, workshop, name="'Outlet ' || n", code="'O' || n", clock_key='NULL')
    first = scale.first('aftersales_workshop')
    scale.ids['workshops'] = range(first + 1, first + scale.outlets + 1)
    bay = scale.one('SELECT id FROM aftersales_bay WHERE workshop_id = %s ORDER BY id LIMIT 1', [workshop])
    scale.insert('aftersales_bay', scale.outlets * BAYS, bay, name="'Bay ' || n", workshop_id=f'{first} + 1 + (n - 1) / {BAYS}')
    _hire(scale, first)


def _hire(scale, first):
    """The employees are made by the application: there are few of them, and their tables are Odoo's."""
    people = scale.outlets * PEOPLE
    scale.insert(
        'resource_resource', people,
        scale.one('SELECT resource_id FROM hr_employee WHERE company_id = %s AND user_id IS NULL ORDER BY id LIMIT 1',
                  [scale.ids['company']]), name="'Technician ' || n", user_id='NULL')
    employee = scale.one('SELECT id FROM hr_employee WHERE company_id = %s AND user_id IS NULL ORDER BY id LIMIT 1',
                         [scale.ids['company']])
    version = scale.one('SELECT current_version_id FROM hr_employee WHERE id = %s', [employee])
    scale.insert(
        'hr_employee', people, employee, name="'Technician ' || n", barcode='NULL', pin='NULL', user_id='NULL',
        resource_id=f"{scale.first('resource_resource')} + n", current_version_id=f"{scale.first('hr_version')} + n",
        work_contact_id='NULL', leave_manager_id='NULL', parent_id='NULL')
    scale.insert('hr_version', people, version, employee_id=f"{scale.first('hr_employee')} + n")
    scale.run(f'''
        INSERT INTO aftersales_workshop_employee_rel (workshop_id, employee_id)
             SELECT {first} + 1 + (n - 1) / {PEOPLE}, {scale.first('hr_employee')} + n FROM generate_series(1, {people}) n''')


def get_outlet(scale, n='n'):
    """The outlet of order ``n``."""
    return f"{scale.first('aftersales_workshop')} + 1 + {scale.rand(n, scale.outlets, 30)}"


def get_technician(scale, n='n', salt=0):
    """A technician of the outlet of order ``n``."""
    outlet = scale.rand(n, scale.outlets, 30)
    return f"{scale.first('hr_employee')} + 1 + {outlet} * {PEOPLE} + {scale.rand(n, PEOPLE, 31 + salt)}"


def get_bay(scale, n='n'):
    outlet = scale.rand(n, scale.outlets, 30)
    return f"{scale.first('aftersales_bay')} + 1 + {outlet} * {BAYS} + {scale.rand(n, BAYS, 39)}"
