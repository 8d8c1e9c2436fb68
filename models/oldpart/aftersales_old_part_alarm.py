from datetime import timedelta

from odoo import api, fields, models


class AftersalesOldPartAlarm(models.Model):
    """So many old parts of one product, or one lot, within so many days that the batch may be faulty (H6).

    An episode: raised once, over when the count is below the limit again.
    """
    _name = 'aftersales.old.part.alarm'
    _description = "Batch-Fault Alarm"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'id desc'
    _rec_name = 'product_id'
    _check_company_auto = True

    watch_id = fields.Many2one(
        'aftersales.old.part.watch', string="Watched As", required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='watch_id.company_id', store=True, index=True, precompute=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, readonly=True, index=True, ondelete='restrict', check_company=True)
    lot_name = fields.Char(
        string="Lot", readonly=True, help="Lot or serial number that these old parts have in common.")
    found_count = fields.Integer(string="Old Parts", readonly=True, aggregator=None, help="How many there were that night.")
    within_days = fields.Integer(string="Within Days", readonly=True, aggregator=None)
    date = fields.Datetime(string="Alarm Raised On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Who Looks into It", required=True, readonly=True, index=True, ondelete='restrict')
    finding = fields.Text(
        string="Result of the Inquiry", tracking=True, help="Cause, lots that are affected, and what is done.")
    ended_date = fields.Datetime(
        string="Below the Limit Since", readonly=True, copy=False, help="From then on a new alarm may come.")

    _running_uniq = models.UniqueIndex(
        "(watch_id, product_id, COALESCE(lot_name, '')) WHERE ended_date IS NULL", "This alarm goes on already.")

    @api.depends('product_id', 'lot_name')
    def _compute_display_name(self):
        for alarm in self:
            alarm.display_name = ' · '.join(filter(None, (alarm.product_id.display_name, alarm.lot_name)))

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_old_parts(self):
        """The old parts that were counted, and those that came since."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_old_part_register')
        domain = [
            ('company_id', '=', self.company_id.id), ('product_id', '=', self.product_id.id),
            ('create_date', '>=', fields.Datetime.to_string(self.date - timedelta(days=self.within_days)))]
        if self.lot_name:
            domain.append(('serial_number', '=', self.lot_name))
        return {**action, 'context': {}, 'domain': domain}

    # === BUSINESS METHODS ===#

    def _prepare_task_vals(self):
        self.ensure_one()
        words = self.with_context(lang=self.user_id.lang)
        return {'user_id': self.user_id.id, 'summary': words.env._(
            "%(part)s: %(count)s old parts within %(days)s days. Is the batch faulty?",
            part=words.display_name, count=words.found_count, days=words.within_days)}
