from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

TASK = 'aftersales.mail_activity_old_part_alarm'


class AftersalesOldPartWatch(models.Model):
    """A key part whose old parts are counted: so many within so many days look like a faulty batch (H6)."""
    _name = 'aftersales.old.part.watch'
    _description = "Watched Key Part"
    _inherit = [
        'aftersales.setup.mixin', 'aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin']
    _order = 'id'
    _check_company_auto = True

    product_id = fields.Many2one(
        'product.product', string="Part", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True,
        domain="[('type', '=', 'consu')]")
    class_id = fields.Many2one(
        'aftersales.part.class', string="Part Class", index='btree_not_null', ondelete='restrict', tracking=True,
        help="Each part of the class, and of those below it, is counted for itself.")
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
    is_by_lot = fields.Boolean(
        string="By Lot", tracking=True, help="Only old parts with the same lot or serial number are counted together.")
    most_parts = fields.Integer(
        string="Alarm At", default=3, required=True, bounds=(1, 10_000), tracking=True,
        help="So many old parts of the same product are an alarm.")
    within_days = fields.Integer(
        string="Within Days", default=30, required=True, bounds=(1, 3650), tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Who Looks into It", required=True, default=lambda self: self.env.user, index=True,
        ondelete='restrict', check_company=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    checked_date = fields.Date(string="Last Counted", readonly=True, copy=False)
    alarm_ids = fields.One2many('aftersales.old.part.alarm', 'watch_id', string="Alarms", readonly=True)

    _product_uniq = models.UniqueIndex(
        "(company_id, product_id, COALESCE(is_by_lot, FALSE)) WHERE active AND product_id IS NOT NULL",
        "This part is watched already. Change that row.")
    _class_uniq = models.UniqueIndex(
        "(company_id, class_id, COALESCE(is_by_lot, FALSE)) WHERE active AND class_id IS NOT NULL",
        "This class is watched already. Change that row.")

    @api.depends('product_id', 'class_id')
    def _compute_display_name(self):
        for watch in self:
            watch.display_name = watch.product_id.display_name or watch.class_id.display_name or ''

    @api.constrains('product_id', 'class_id')
    def _check_what(self):
        if any(bool(watch.product_id) == bool(watch.class_id) for watch in self):
            raise ValidationError(self.env._("A part is watched, or a class of parts. Choose one of both."))

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_watch_old_parts(self, batch_size=200):
        today = fields.Date.today()
        self._work_through(
            ['|', ('checked_date', '=', False), ('checked_date', '<', today)], '_watch', batch_size,
            order='checked_date, id', together=True)

    def _watch(self):
        """An alarm for whatever reached its limit, once until it falls below it again.

        Told with ``lang=`` of who looks into it: see ``_prepare_task_vals`` of the alarms.
        """
        tasks = {}
        for watch in self.sudo():  # sudo: alarms and stamps are the system's
            counts = watch._count_old_parts()
            running = watch.alarm_ids.filtered(lambda alarm: not alarm.ended_date)
            over = running.filtered(
                lambda alarm, watch=watch, counts=counts:
                    counts.get((alarm.product_id, alarm.lot_name or ''), 0) < watch.most_parts)
            over.ended_date = fields.Datetime.now()
            known = {(alarm.product_id, alarm.lot_name or '') for alarm in running}
            alarms = watch.alarm_ids.create([
                watch._prepare_alarm_vals(product, lot, count) for (product, lot), count in counts.items()
                if count >= watch.most_parts and (product, lot) not in known])
            tasks |= {alarm: alarm._prepare_task_vals() for alarm in alarms}
        watches = self.sudo()  # sudo: as above
        watches._create_tasks(TASK, tasks)
        watches.checked_date = fields.Date.today()

    def _get_counted_domain(self):
        self.ensure_one()
        part = [('product_id', '=', self.product_id.id)] if self.product_id else [
            ('product_id.product_tmpl_id.aftersales_class_id', 'child_of', self.class_id.id)]
        lot = [('serial_number', 'not in', (False, ''))] if self.is_by_lot else []
        since = fields.Datetime.now() - timedelta(days=self.within_days)
        return [('company_id', '=', self.company_id.id), ('create_date', '>=', since), *part, *lot]

    def _count_old_parts(self):
        """:return: dict of (product, lot, empty where lots do not matter): old parts within the days"""
        OldPart = self.env['aftersales.old.part']
        if not self.is_by_lot:
            rows = OldPart._read_group(self._get_counted_domain(), ['product_id'], ['__count'])
            return {(product, ''): count for product, count in rows}
        rows = OldPart._read_group(self._get_counted_domain(), ['product_id', 'serial_number'], ['__count'])
        return {(product, lot): count for product, lot, count in rows}

    def _prepare_alarm_vals(self, product, lot, count):
        return {
            'watch_id': self.id, 'product_id': product.id, 'lot_name': lot, 'found_count': count,
            'within_days': self.within_days, 'user_id': self.user_id.id,
        }
