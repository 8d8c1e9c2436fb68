from odoo import fields, models


class AftersalesAward(models.Model):
    """What somebody was given or praised for (激励, 表彰): material or not, with its reason (M2). It stays on his record."""
    _name = 'aftersales.award'
    _description = "Award"
    _inherit = ['aftersales.lasting.mixin', 'aftersales.log.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'employee_id']
    _check_company_auto = True

    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    employee_id = fields.Many2one(
        'hr.employee', string="Employee", required=True, index=True, check_company=True, ondelete='restrict', tracking=True)
    date = fields.Date(
        string="Awarded On", required=True, index=True, default=lambda self: self.env.company._get_today(), tracking=True)
    kind = fields.Selection([
        ('title', "Title of Honour"), ('praise', "Public Praise"), ('course', "Course outside the House"),
        ('bonus', "Bonus"), ('thing', "Gift"), ('mentor', "Reward of a Mentor"), ('other', "Another Recognition"),
    ], string="Kind of Award", required=True, default='praise', tracking=True)
    name = fields.Char(string="Award", required=True, max_length=120, tracking=True)
    reason = fields.Text(string="What For", required=True, max_length=1000, tracking=True)
    amount = fields.Monetary(string="Worth", bounds=(0, 1e9), tracking=True, help="0: not material.")
    contest_id = fields.Many2one(
        'aftersales.contest', string="Contest", index='btree_not_null', ondelete='restrict', check_company=True)
    user_id = fields.Many2one(
        'res.users', string="Awarded By", required=True, index=True, default=lambda self: self.env.user, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(award)s stays on the record. Archive it instead.", award=self.display_name)
