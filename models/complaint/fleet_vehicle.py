from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class FleetVehicle(models.Model):
    """What was complained about, car by car."""
    _inherit = 'fleet.vehicle'

    complaint_ids = fields.One2many(
        'aftersales.complaint', 'vehicle_id', string="Complaints", readonly=True, groups='aftersales.group_see_complaint')
    complaint_count = fields.Integer(
        string="Number of Complaints", compute='_compute_complaint_count', groups='aftersales.group_see_complaint')

    def _compute_complaint_count(self):
        counts = dict(self.env['aftersales.complaint']._read_group(
            [('vehicle_id', 'in', self._origin.ids), ('state', '!=', 'cancelled')], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.complaint_count = counts.get(vehicle._origin, 0)

    @api.readonly
    def action_view_complaints(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_complaints')
        action['domain'] = [('vehicle_id', 'in', self.ids), ('state', '!=', 'cancelled')]
        action['context'] = {'default_vehicle_id': self.id if len(self) == 1 else False}
        return action

    def _get_open_complaints(self, company, partner=None):
        """Open complaints about the cars, or of the customer about no car at all, the oldest first; one query for all."""
        Complaint = self.env['aftersales.complaint']
        about = Domain('vehicle_id', 'in', self._origin.ids)
        if partner:
            about |= Domain('vehicle_id', '=', False) & Domain('partner_id', 'in', partner.ids)
        if not self._origin and not partner:
            return Complaint
        return Complaint.search(
            about & Domain('company_id', '=', company.id) & Domain('kind', '=', 'complaint')
            & Domain(Complaint._get_open_domain()), order='received_date, id')

    @api.model
    def _get_contact_pause_domain(self):
        """Whoever waits for an answer is not asked whether he was content (K2): the car complained of, and the cars of a
        customer who named none."""
        Complaint = self.env['aftersales.complaint'].sudo()  # sudo: whoever sends messages need not see complaints
        waits = Domain('kind', '=', 'complaint') & Domain(Complaint._get_open_domain())
        named = Complaint._search(waits & Domain('vehicle_id', '!=', False)).subselect('vehicle_id')
        customers = Complaint._search(waits & Domain('vehicle_id', '=', False) & Domain('partner_id', '!=', False))
        owned = self.sudo().with_context(active_test=False)._search(
            Domain('owner_id', 'in', customers.subselect('partner_id'))).subselect()
        # One list of both, found by indexes: for either one or the other the database reads all cars.
        return super()._get_contact_pause_domain() | Domain('id', 'in', SQL("(%s UNION ALL %s)", named, owned))
