from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesComplaintRequest(models.Model):
    """What a visitor of the public page complains of, suggests or praises: no case before the code proves his address."""
    _name = 'aftersales.complaint.request'
    _inherit = ['aftersales.code.request.mixin']
    _description = "Complaint from the Public Page"
    _rec_name = 'contact_name'
    _code_template = 'aftersales.mail_template_complaint_code'
    _transitions = {
        'waiting': dict.fromkeys(('verified',)),
        'verified': dict.fromkeys(('told',)),
        'told': {},
    }

    state = fields.Selection(
        [('waiting', "Waiting for the Code"), ('verified', "Address Proven"), ('told', "Case Made")],
        required=True, readonly=True, default='waiting')
    kind = fields.Selection(
        [('complaint', "Complaint"), ('suggestion', "Suggestion or Praise")], required=True, readonly=True, default='complaint')
    story = fields.Text(string="Customer's Words", required=True, readonly=True)
    complaint_id = fields.Many2one('aftersales.complaint', readonly=True, index='btree_not_null', ondelete='set null')

    @api.autovacuum
    def _gc_old_complaint_requests(self):
        self._gc_old()

    def _make_complaint(self):
        """The case of a proven request; a second click makes no second one."""
        self.ensure_one()
        self._claim_for_update()
        if self.state == 'waiting':
            raise UserError(self.env._("Enter the code we sent you first."))
        if self.state == 'verified':
            self.complaint_id = self.env['aftersales.complaint']._tell_online(self._prepare_complaint_vals())
            self.state = 'told'
        return self.complaint_id

    def _prepare_complaint_vals(self):
        partner = self._find_customer()
        vehicle = partner._find_vehicle_by_plate(self.license_plate) if partner and self.license_plate else None
        return {
            'kind': self.kind, 'workshop_id': self.workshop_id.id, 'story': self.story, 'partner_id': partner.id,
            'vehicle_id': vehicle.id if vehicle else False,
            # What he only typed is nobody's car yet.
            'documents_note': self.license_plate and not vehicle and self.env._(
                "Plate as it was typed: %(plate)s", plate=self.license_plate),
            'contact_name': self.contact_name, 'email': self.email or '', 'phone': self.phone or '',
        }
