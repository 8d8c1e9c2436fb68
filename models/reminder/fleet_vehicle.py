from odoo import api, fields, models

DATES = {'inspection_due_date': 'inspection', 'insurance_due_date': 'insurance'}


class FleetVehicle(models.Model):
    """What is done, renewed or sold is reminded of no more (J4)."""
    _inherit = 'fleet.vehicle'

    reminder_ids = fields.One2many(
        'aftersales.reminder', 'vehicle_id', string="Reminders", readonly=True, groups='aftersales.group_remind')
    reminder_count = fields.Integer(compute='_compute_reminder_count', groups='aftersales.group_remind')
    renewal_ids = fields.One2many(
        'aftersales.renewal', 'vehicle_id', string="Insurance Renewals", readonly=True, groups='aftersales.group_remind')

    # Who is told of a car, in the order in which greetings look through customers.
    _aftersales_told_idx = models.Index("(COALESCE(contact_id, owner_id)) WHERE COALESCE(contact_id, owner_id) IS NOT NULL")
    # Insurances that end soon, of which most are listed already: the car itself is not read for them.
    _aftersales_insured_idx = models.Index("(insurance_due_date, id) WHERE active IS TRUE AND insurance_due_date IS NOT NULL")

    # === COMPUTE METHODS ===#

    @api.depends('reminder_ids')
    def _compute_reminder_count(self):
        counts = dict(self.env['aftersales.reminder']._read_group(
            [('vehicle_id', 'in', self.ids)], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.reminder_count = counts.get(vehicle._origin, 0)

    # === CRUD METHODS ===#

    def write(self, vals):
        gone, before = self.browse(), {}
        if vals.get('active') is False or vals.get('is_customer_vehicle') is False:
            gone = self
        elif 'owner_id' in vals:
            gone = self.filtered(lambda vehicle: vehicle.owner_id and vehicle.owner_id.id != vals['owner_id'])
        for name in DATES.keys() & vals.keys():
            before[name] = {vehicle.id: vehicle[name] for vehicle in self}
        result = super().write(vals)
        if gone:
            self.env['aftersales.reminder']._end_of_cars(gone, 'sold')
            self.env['aftersales.renewal']._note_sold(gone)
        for name, days in before.items():
            moved = self.filtered(lambda vehicle: days[vehicle.id] and vehicle[name] != days[vehicle.id])  # noqa: B023
            if moved:
                self.env['aftersales.reminder']._note_renewed(moved, DATES[name], days)
                if name == 'insurance_due_date':
                    self.env['aftersales.renewal']._note_moved(moved, days)
        return result

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_reminders(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_reminders')
        return {**action, 'domain': [('vehicle_id', 'in', self.ids)], 'context': {}}

    @api.readonly
    def action_view_renewals(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_renewals')
        return {**action, 'domain': [('vehicle_id', 'in', self.ids)], 'context': {}}

    # === BUSINESS METHODS ===#

    def _on_visit(self, orders):
        super()._on_visit(orders)
        self.env['aftersales.reminder']._note_visit(orders)

    def _get_service_key(self):
        """What the next service is, however its prediction moves, until one is done."""
        self.ensure_one()
        done = max(self.sudo().service_record_ids.ids, default=0)  # sudo: the key tells nothing of them
        return f'service {self.next_service_line_id.id} {done}'

    def _get_due_things(self, today):
        """What is due of each car from today on, for the customer's page: the soonest first.

        :return: dict of car: list of (day, name of the thing, more words)
        """
        covers = self.env['aftersales.coverage'].sudo().search([  # sudo: the page checked whose cars they are
            ('vehicle_id', 'in', self.ids), ('active', '=', True), ('fitted_line_id', '=', False),
            ('end_date', '>=', today)]).grouped('vehicle_id')
        found = {}
        for car in self:
            ends = [day for day in covers.get(car, self.env['aftersales.coverage']).mapped('end_date') if day]
            service, inspection, insurance, warranty = (
                self.env._("Service"), self.env._("Annual inspection"), self.env._("Insurance"), self.env._("Warranty ends"))
            things = [
                (car.next_service_date, service, car.next_service_line_id.name or ''),
                (car.inspection_due_date, inspection, ''), (car.insurance_due_date, insurance, ''),
                (max(ends, default=False), warranty, '')]
            found[car] = sorted((thing for thing in things if thing[0]), key=lambda thing: thing[0])
        return found
