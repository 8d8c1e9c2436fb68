from lxml import html

from odoo.fields import Command

from odoo.addons.aftersales.tests.common import AftersalesCommon

VIN = 'LZZPRNTS7P1000001'


class PrintsCommon(AftersalesCommon):
    """An outlet with parts in its bins, two cars and the orders to print."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('zh_CN')
        cls.warehouse = cls.env['stock.warehouse'].create({
            'name': 'Print Store', 'code': 'PRS', 'company_id': cls.company.id,
        })
        cls.bin = cls.env['stock.location'].create({
            'name': 'A-01-03', 'location_id': cls.warehouse.lot_stock_id.id,
        })
        cls.technician = cls.env['hr.employee'].create({
            'name': 'Wang Wei', 'user_id': cls.user_technician.id, 'company_id': cls.company.id,
        })
        cls.workshop = cls.env['aftersales.workshop'].create({
            'name': 'Riverside', 'code': 'PRN', 'company_id': cls.company.id, 'warehouse_id': cls.warehouse.id,
            'employee_ids': [Command.set(cls.technician.ids)], 'manager_id': cls.user_dispatcher.id,
            'licence_number': '310105-0001', 'labour_rate': 100.0,
        })
        cls.customer, cls.customer_cn = cls.env['res.partner'].create([
            {'name': 'Anna Smith', 'lang': 'en_US', 'street': '12 Harbour Road', 'phone': '+86 21 5555 0101'},
            {'name': '张伟', 'lang': 'zh_CN', 'city': '上海', 'country_id': cls.env.ref('base.cn').id},
        ])
        cls.insurer = cls.env['res.partner'].create({'name': 'Ping An', 'is_company': True})
        brand = cls.env['fleet.vehicle.model.brand'].create({'name': 'Printmobile'})
        cls.model = cls.env['fleet.vehicle.model'].create({'name': 'P1', 'brand_id': brand.id})
        cls.vehicle, cls.vehicle_cn = cls.env['fleet.vehicle'].create([
            {'model_id': cls.model.id, 'license_plate': '沪A·PR001', 'vin_sn': VIN, 'owner_id': cls.customer.id},
            {'model_id': cls.model.id, 'license_plate': '沪A·PR002', 'owner_id': cls.customer_cn.id},
        ])
        cls.pads, cls.disc = cls.env['product.product'].create([
            {
                'name': 'Brake pads', 'default_code': 'BP-100', 'type': 'consu', 'is_storable': True,
                'list_price': 80.0, 'taxes_id': [Command.clear()],
            },
            {
                'name': 'Brake disc', 'default_code': 'BD-200', 'type': 'consu', 'is_storable': True,
                'list_price': 120.0, 'taxes_id': [Command.clear()], 'tracking': 'serial', 'aftersales_is_critical': True,
            },
        ])
        cls.env['stock.quant']._update_available_quantity(cls.pads, cls.bin, 50)
        cls.lots = cls.env['stock.lot'].create([
            {'name': f'SN-{number}', 'product_id': cls.disc.id} for number in range(4)
        ])
        for lot in cls.lots:
            cls.env['stock.quant']._update_available_quantity(cls.disc, cls.bin, 1, lot_id=lot)
        cls.labour = cls.env.ref('aftersales.product_labour')
        cls.work_class = cls.env.ref('aftersales.work_class_service2')
        cls.work_class.write({'guarantee_km': 5000, 'guarantee_days': 30, 'checklist_id': False})

    @classmethod
    def _prepare_job(cls, **values):
        return {
            'name': 'Front brakes',
            'concern': 'Squeals when cold',
            'cause': 'Pads worn to 1 mm',
            'correction': 'Pads replaced',
            'technician_id': cls.technician.id,
            'work_class_id': cls.work_class.id,
            'line_ids': [
                Command.create({
                    'line_type': 'labour', 'product_id': cls.labour.id, 'quantity': 1.5, 'name': 'Replace pads',
                    'tax_ids': [Command.clear()],
                }),
                Command.create({'line_type': 'part', 'product_id': cls.pads.id, 'quantity': 2}),
            ],
            **values,
        }

    @classmethod
    def _create_order(cls, *jobs, vehicle=None, **values):
        vehicle = vehicle or cls.vehicle
        return cls.env['aftersales.order'].with_user(cls.user_advisor).create({
            'workshop_id': cls.workshop.id,
            'vehicle_id': vehicle.id,
            'odometer_in': 45000,
            'concern': 'Brakes squeal',
            'job_ids': [Command.create(job) for job in jobs or (cls._prepare_job(),)],
            **values,
        })

    @classmethod
    def _receive_approved(cls, *jobs, **values):
        order = cls._create_order(*jobs, **values)
        order.action_receive()
        order.job_ids._approve('phone', signatory='Anna Smith')
        return order

    def _finish(self, order):
        """Issue the parts, do the work and have it passed: the car is ready."""
        for picking in order.sudo().picking_ids.with_user(self.user_parts):
            picking.move_ids.picked = True
            picking.button_validate()
        jobs = order.job_ids.filtered(lambda job: job._is_live())
        jobs.with_user(self.user_technician).action_start()
        jobs.with_user(self.user_technician).action_done()
        jobs.inspection_ids.with_user(self.user_inspector).action_all_ok()
        jobs.with_user(self.user_inspector)._transition('passed')

    # === RENDERING ===#

    def _render(self, report, records, user):
        """The report's pages as elements, rendered as ``user``."""
        Report = self.env['ir.actions.report'].with_user(user)
        source, __ = Report._render_qweb_html(f'aftersales.{report}', records.ids)
        return html.fromstring(source).find_class('o_as_page')

    def _render_text(self, report, records, user):
        """The text of each page, white space tidied."""
        return [
            ' '.join(' '.join(page.itertext()).replace('\N{ZERO WIDTH NO-BREAK SPACE}', '').split())
            for page in self._render(report, records, user)
        ]
