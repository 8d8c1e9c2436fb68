from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.words import say_unit


class AftersalesAppointment(models.Model):
    """What is prepared for the cars that come: parts, people, and what to speak about (C5)."""
    _inherit = 'aftersales.appointment'

    preparation_html = fields.Html(string="To Prepare", compute='_compute_preparation', sanitize=False)
    missing_part_count = fields.Integer(string="Missing Parts", compute='_compute_preparation')

    # === COMPUTE METHODS ===#

    def _compute_preparation(self):
        """Depends on today's stock and plan, so it is never stored; constant queries for a whole day."""
        notes, parts = self._get_preparation_notes(), self._get_parts_to_pick()
        for appointment in self:
            rows = parts[appointment]
            appointment.missing_part_count = sum(1 for row in rows if row['missing'])
            appointment.preparation_html = self.env['ir.qweb']._render('aftersales.appointment_preparation', {
                'appointment': appointment, 'notes': notes[appointment], 'parts': rows, 'say_unit': say_unit,
            })

    # === ACTION METHODS ===#

    def action_print_preparation(self):
        return self.env.ref('aftersales.action_report_preparation').report_action(self)

    # === BUSINESS METHODS ===#

    def _get_preparation_notes(self):
        """What to speak about or to have ready; rooms (recalls, contracts…) add theirs by ``super()``.

        :return: dict of appointment: list of dicts ``level`` (danger, warning, info) and ``message``; batched
        """
        open_points = self.vehicle_id._get_open_recommendations()
        notes = {appointment: [] for appointment in self}
        for appointment in self:
            vehicle = appointment.vehicle_id
            if appointment.needs_loaner:
                notes[appointment].append({'level': 'info', 'message': self.env._("Wants a loaner car")})
            notes[appointment] += [
                {
                    'level': entry['level'],
                    'message': self.env._("Declined before: %(work)s", work=entry['name'])
                    if entry['kind'] == 'declined' else self.env._("Found before: %(work)s", work=entry['name']),
                }
                for entry in open_points.get(vehicle, ())
            ]
            due = vehicle.next_service_date
            if due and due <= fields.Date.add(fields.Date.context_today(appointment), days=30):
                notes[appointment].append({'level': 'info', 'message': self.env._(
                    "Service due on %(date)s: %(service)s", date=format_date(self.env, due),
                    service=vehicle.next_service_line_id.name)})
        return notes

    def _get_parts_needed(self):
        """Parts of the booked work in their own units.

        :return: dict of appointment: dict of product: quantity
        """
        needed = {}
        for appointment in self:
            quantities = defaultdict(float)
            for part in appointment._get_operations().part_ids:
                product = part.product_id
                quantities[product] += part.product_uom_id._compute_quantity(part.quantity, product.uom_id)
            needed[appointment] = quantities
        return needed

    def _get_parts_to_pick(self):
        """Parts to lay ready, and what the shelf lacks once those who come earlier have theirs.

        :return: dict of appointment: list of dicts ``product``, ``quantity``, ``free`` and ``missing``
        """
        if not self:
            return {}
        queue = (self | self._get_earlier_appointments()).sorted(lambda a: (a.start, a.id))
        needed = queue._get_parts_needed()
        free = self._get_free_parts(needed)
        left = dict(free)
        rows = {appointment: [] for appointment in queue}
        for appointment in queue:
            warehouse = appointment.workshop_id.warehouse_id
            for product, quantity in needed[appointment].items():
                key = warehouse, product
                on_shelf = max(left.get(key, 0.0), 0.0)
                missing = max(quantity - on_shelf, 0.0) if product.is_storable else 0.0
                rows[appointment].append({
                    'product': product, 'quantity': quantity, 'free': free.get(key, 0.0),
                    'missing': product.uom_id.round(missing),
                })
                left[key] = left.get(key, 0.0) - quantity
        return rows

    def _get_earlier_appointments(self):
        """Who else comes from now on before the last of these, and takes parts from the same shelves."""
        return self.search(
            self._get_expected_domain() & Domain('workshop_id', 'in', self.workshop_id.ids)
            & Domain('start', '>=', fields.Datetime.now()) & Domain('start', '<=', max(self.mapped('start'))))

    def _get_free_parts(self, needed):
        """:return: dict of (warehouse, product): quantity on the shelf that nobody has reserved"""
        products = defaultdict(self.env['product.product'].browse)
        for appointment, quantities in needed.items():
            # sudo: advisors see what is on the shelf without rights in stock
            products[appointment.workshop_id.sudo().warehouse_id] |= self.env['product.product'].sudo().union(*quantities)
        return {
            (warehouse.with_env(self.env), product.with_env(self.env)): product.free_qty
            for warehouse, some in products.items()
            for product in some.with_context(warehouse_id=warehouse.id)
        }
