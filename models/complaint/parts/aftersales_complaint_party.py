from odoo import api, fields, models
from odoo.exceptions import AccessError


class AftersalesComplaintParty(models.Model):
    """Who is responsible, with a share: a unit of the house, a person of it, or another company (K3)."""
    _name = 'aftersales.complaint.party'
    _inherit = ['aftersales.complaint.part.mixin']
    _description = "Responsible for a Complaint"
    _order = 'share desc, id'
    _check_company_auto = True
    _block = 'party_ids'

    complaint_id = fields.Many2one('aftersales.complaint', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='complaint_id.company_id')
    department_id = fields.Many2one(
        'hr.department', string="Unit", index='btree_not_null', ondelete='restrict', check_company=True)
    employee_id = fields.Many2one(
        'hr.employee', string="Person", index='btree_not_null', ondelete='restrict', check_company=True,
        help="Empty: the unit as a whole.")
    partner_id = fields.Many2one(
        'res.partner', string="Other Company", index='btree_not_null', ondelete='restrict', check_company=True,
        help="Supplier, maker or whoever worked for us.")
    note = fields.Char(string="Responsible For What")
    share = fields.Float(string="Share (%)", digits=(5, 2), bounds=(0, 100), default=100, required=True)

    _check_someone = models.Constraint(
        'CHECK (num_nonnulls(department_id, employee_id, partner_id) > 0)',
        "Say who is responsible: a unit, a person or another company.")

    def write(self, vals):
        self._check_not_responsible()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_own(self):
        self._check_not_responsible()

    def _check_not_responsible(self):
        """Nobody takes himself out of those responsible, and then decides."""
        if self.env.su:
            return
        for complaint in self.complaint_id:
            if self.env.user in complaint._get_responsible_users():
                raise AccessError(self.env._(
                    "%(complaint)s: you are among those responsible. Somebody else says who is.",
                    complaint=complaint.display_name))

    @api.depends('department_id', 'employee_id', 'partner_id')
    def _compute_display_name(self):
        for party in self:
            party.display_name = ' / '.join(filter(None, (
                party.department_id.name, party.sudo().employee_id.name, party.partner_id.name)))
