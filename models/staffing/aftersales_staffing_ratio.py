from odoo import api, fields, models
from odoo.exceptions import ValidationError

BASES = [
    ('visits', "Customers a Working Day"), ('care', "Customers of the Last 12 Months"),
    ('staff', "People of the Outlet")]


class AftersalesStaffingRatio(models.Model):
    """How many people of a post are needed for how many customers; an outlet's own row goes before that of all (A3)."""
    _name = 'aftersales.staffing.ratio'
    _description = "Staffing Ratio"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'sequence, id'
    _rec_name = 'job_id'
    _rec_names_search = ['job_id']

    sequence = fields.Integer(default=10)
    job_id = fields.Many2one('hr.job', string="Post", required=True, index=True, ondelete='restrict', tracking=True)
    staffing_basis = fields.Selection(BASES, string="Reckoned By", required=True, default='visits', tracking=True)
    unit_count = fields.Integer(
        string="One Person For", required=True, default=10, bounds=(1, 1_000_000), tracking=True,
        help="So many of what is counted are one person's work.")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', ondelete='cascade', help="Empty: for all outlets.")
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, readonly=False, precompute=True, index='btree_not_null',
        help="Empty: for all companies.")

    _one_a_post = models.UniqueIndex(
        '(job_id, COALESCE(company_id, 0), COALESCE(workshop_id, 0)) WHERE active',
        "This post has its ratio for these outlets already. Change that one.")

    @api.depends('workshop_id')
    def _compute_company_id(self):
        for ratio in self:
            ratio.company_id = ratio.workshop_id.company_id or ratio.company_id

    @api.constrains('workshop_id', 'company_id')
    def _check_company_of_outlet(self):
        for ratio in self:
            if ratio.workshop_id and ratio.workshop_id.company_id != ratio.company_id:
                raise ValidationError(self.env._(
                    "%(outlet)s belongs to %(company)s. Choose that company, or leave it empty.",
                    outlet=ratio.workshop_id.name, company=ratio.workshop_id.company_id.name))
