from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrJob(models.Model):
    """A post (岗位): what it is for, its duties and powers, by what it is measured, who stands in (M1).

    The skills and certificates it asks for are Odoo's own of the position; who lacks which is ``aftersales.post.gap``.
    """
    _inherit = 'hr.job'

    post_purpose = fields.Char(string="Purpose of the Post", translate=True, max_length=300)
    post_duties = fields.Text(string="Duties", translate=True, max_length=4000, help="One in each line.")
    post_powers = fields.Text(string="Powers", translate=True, max_length=2000, help="One in each line.")
    post_measured_by = fields.Char(string="Measured By", translate=True, max_length=300)
    post_chief_id = fields.Many2one(
        'hr.job', string="Reports To", index='btree_not_null', ondelete='set null', check_company=True)
    post_deputy_id = fields.Many2one(
        'hr.job', string="Deputy", index='btree_not_null', ondelete='set null', check_company=True,
        help="The post that stands in for this one.")
    post_holder_count = fields.Integer(string="People", compute='_compute_post_counts', compute_sudo=True)
    post_gap_count = fields.Integer(string="Skill Gaps", compute='_compute_post_gap_count')

    @api.depends('employee_ids')
    @api.depends_context('allowed_company_ids')
    def _compute_post_counts(self):
        company = [('company_id', 'in', self.env.companies.ids)]
        holders = dict(self.env['hr.employee']._read_group(
            [*company, ('job_id', 'in', self.ids)], ['job_id'], ['__count']))
        for job in self:
            job.post_holder_count = holders.get(job._origin, 0)

    @api.depends('employee_ids', 'job_skill_ids')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_post_gap_count(self):
        """What somebody may see of who lacks what: his own, or everybody's."""
        Gap = self.env['aftersales.post.gap']
        gaps = dict(Gap._read_group([
            ('company_id', 'in', self.env.companies.ids), ('job_id', 'in', self.ids)], ['job_id'], ['__count'],
        )) if Gap.has_access('read') else {}
        for job in self:
            job.post_gap_count = gaps.get(job._origin, 0)

    @api.constrains('post_chief_id', 'post_deputy_id')
    def _check_post_circle(self):
        for job in self:
            if job._has_cycle('post_chief_id'):
                raise ValidationError(self.env._(
                    "%(post)s would report to itself. Choose another one above it.", post=job.name))
            if job.post_deputy_id == job:
                raise ValidationError(self.env._("%(post)s cannot stand in for itself.", post=job.name))

    def action_view_gaps(self):
        """Who of these posts lacks what."""
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_post_gaps'),
            'domain': [('job_id', 'in', self.ids), ('company_id', 'in', self.env.companies.ids)], 'context': {}}
