import inspect

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw, get_public_method
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.cast import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

OURS = 'odoo.addons.aftersales.'
# They only say where to look, and show what one may see: of a foreign record nothing.
HARMLESS = {'action_view_scrap_requests', 'action_view_proposals', 'action_view_old_parts', 'action_view_scraps'}
# What the attempts might change besides the records themselves.
AROUND = ('stock.quant', 'stock.move', 'stock.scrap', 'stock.warehouse.orderpoint', 'aftersales.part.defect', 'account.move',
          'mail.message', 'mail.activity', 'ir.attachment')


@tagged('post_install', '-at_install')
@freeze_time('2026-06-15 02:00:00')
class TestStoreWalls(PartsCommon):
    """H4, H5, H6: old parts, incoming inspections and counts are their company's and their store's alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whoever has the rights of all roles at once, at another dealer's: only the wall stops him.
        cls.neighbour = cls.user_manager.copy({
            'login': 'everything.elsewhere', 'company_id': cls.other_company.id,
            'company_ids': [Command.set(cls.other_company.ids)],
            'group_ids': [Command.link(cls.env.ref(group).id) for group in (*ROLE_GROUPS.values(), 'base.group_allow_export')]})
        cls.env['aftersales.workshop'].create({'name': "Neighbour", 'code': 'NBS', 'company_id': cls.other_company.id})
        cls.receipt = cls._take_delivery(cls.warehouse)
        cls.records = cls._make_records()
        cls.env.flush_all()

    # === WHAT THERE IS ===#

    @classmethod
    def _take_delivery(cls, store):
        """A receipt of three discs."""
        kind, supplier = store.in_type_id, cls.env.ref('stock.stock_location_suppliers')
        receipt = cls.env['stock.picking'].create({
            'picking_type_id': kind.id, 'partner_id': cls.insurer.id, 'location_id': supplier.id,
            'location_dest_id': store.lot_stock_id.id, 'move_ids': [Command.create({
                'product_id': cls.disc.id, 'product_uom_qty': 3, 'quantity': 3, 'picked': True,
                'location_id': supplier.id, 'location_dest_id': store.lot_stock_id.id})]})
        receipt._action_done()
        return receipt

    @classmethod
    def _make_check(cls, receipt):
        return cls.env['aftersales.incoming.check'].create({
            'picking_id': receipt.id, 'product_id': cls.disc.id, 'method': 'all', 'quantity': 3, 'qty_checked': 3, 'qty_bad': 1,
            'remark': "Cracked"})

    @classmethod
    def _make_records(cls):
        """One or more of each model, each at a step at which its buttons do something for its own people."""
        env, store = cls.env, {'warehouse_id': cls.warehouse.id}
        return [
            *cls._make_old_parts(), *cls._make_counts(store), cls._make_check(cls.receipt),
            env['aftersales.incoming.plan'].create({'product_id': cls.pads.id})]

    @classmethod
    def _make_old_parts(cls):
        env = cls.env
        order = cls._create_order(cls._prepare_job((cls.disc, 1), (cls.pads, 2))).sudo()
        parts = env['aftersales.old.part'].create([
            {'job_id': order.job_ids.id, 'product_id': cls.disc.id, 'duty': duty, 'place': "O-1"}
            for duty in ('claim', 'customer', 'scrap', 'stock', 'hazard', 'core', 'maker')])
        parts[1:].action_hand_in()
        order.with_user(cls.user_advisor).action_give_old_parts(PNG)
        watch = env['aftersales.old.part.watch'].create({'product_id': cls.disc.id, 'most_parts': 1})
        watch._watch()
        return [
            parts, parts.move_ids, parts.receipt_id, watch, watch.alarm_ids, order, order.job_ids,
            env['aftersales.old.part.freight'].create({'carrier': "Van", 'amount': 5}),
            env['aftersales.return.window'].create({'name': "Spring", 'date_from': '2026-03-01', 'date_to': '2026-03-09'})]

    @classmethod
    def _make_counts(cls, store):
        env = cls.env
        spot, review = env['aftersales.spot.check'].create(store), env['aftersales.stock.review'].create(store)
        spot._draw()
        review._collect()
        round_ = env['aftersales.store.check'].create({**store, 'line_ids': [Command.create({'name': "Dry", 'result': 'ok'})]})
        request = env['aftersales.scrap.request'].create({**store, 'line_ids': [Command.create({
            'product_id': cls.pads.id, 'remark': "Torn"})]})
        env['aftersales.stocking.policy']._create_missing()
        policy = env['aftersales.stocking.policy'].search([('warehouse_id', '=', cls.warehouse.id)])
        env['aftersales.lost.sale'].create([{
            **store, 'product_id': cls.pads.id, 'date': date} for date in ('2026-03-02', '2026-04-02', '2026-05-02')])
        policy._propose()
        quants = env['stock.quant'].search([('location_id', '=', cls.warehouse.lot_stock_id.id)])
        return [spot, spot.line_ids, review, review.line_ids, round_, round_.line_ids, request, request.line_ids, policy,
                policy.proposal_ids, quants]

    # === ATTEMPTS ===#

    def _get_buttons(self, records):
        """(name, arguments) of what our code lets RPC call of a record; of orders and jobs what concerns old parts."""
        ours = f'{OURS}models.oldpart.' if records._name in ('aftersales.order', 'aftersales.job') else OURS
        names = {
            name for base in type(records).__mro__ if base.__module__.startswith(ours)
            for name, value in vars(base).items() if name.startswith('action_') and inspect.isfunction(value)}
        for name in sorted(names):
            parameters = list(inspect.signature(get_public_method(records, name)).parameters.values())[1:]
            yield name, [PNG if parameter.name == 'signature' else 1 for parameter in parameters
                         if parameter.default is parameter.empty]

    def _get_attempts(self, records):
        """(method, arguments) of calls by RPC."""
        name = next(name for name, field in records._fields.items()
                    if field.store and not field.compute and field.type in ('char', 'text', 'date', 'float'))
        yield from (
            ('read', [['display_name']]), ('web_read', [{name: {}}]), ('export_data', [[name]]), ('write', [{name: False}]),
            ('web_save', [{name: False}, {}]), ('unlink', []), ('copy', []))
        yield from self._get_buttons(records)

    def _get_rows(self):
        """All rows of the tables, as the database has them."""
        self.env.flush_all()
        tables = {self.env[model]._table for model in (*AROUND, *(records._name for records in self.records))}
        return {table: self.env.execute_query(SQL(
            "SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM %s t", SQL.identifier(table))) for table in tables}

    def _call(self, model, method, args, context):
        """:return: what the neighbour gets by RPC; taken back where it is refused, as by RPC"""
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                result = call_kw(self.env(user=self.neighbour.id)[model], method, args, {'context': context})
                self.env.flush_all()
        except UserError as error:
            return error
        return result

    @mute_logger('odoo.addons.base.models.ir_rule', 'odoo.addons.base.models.ir_model')
    def test_another_company(self):
        """H4, H5, H6: whoever works for another company reads, writes, copies and deletes none of them; no button works."""
        before, count = self._get_rows(), 0
        for records in self.records:
            self.assertTrue(records, "a test of nothing")
            Model = self.env[records._name].with_user(self.neighbour)
            self.assertFalse(Model.search([('id', 'in', records.ids)]), records._name)
            for method, args in self._get_attempts(records):
                for context in ({}, {'allowed_company_ids': self.company.ids}):
                    with self.subTest(f'{records._name}.{method}', context=context):
                        answer = self._call(records._name, method, [records[:1].ids, *args], context)
                        count += 1
                        if method in HARMLESS:
                            self.assertNotIsInstance(answer, list)  # a window that shows what one may see: nothing
                        else:
                            self.assertIsInstance(answer, AccessError if method.startswith('action_') else UserError)
        self.assertGreater(count, 200)
        self.assertEqual(self._get_rows(), before)

    @mute_logger('odoo.addons.base.models.ir_rule', 'odoo.addons.base.models.ir_model')
    def test_into_another_company(self):
        """H4, H5, H6: nothing is made in another company, and nothing of one's own is moved there."""
        part, store = {'product_id': self.disc.id}, {'warehouse_id': self.warehouse.id}
        house = {'company_id': self.company.id}
        window = {'name': "Theirs", 'date_from': '2026-03-01', 'date_to': '2026-03-09'}
        own = {'warehouse_id': self.env['stock.warehouse'].search([('company_id', '=', self.other_company.id)], limit=1).id}
        before = self._get_rows()
        for model, vals in {
            'aftersales.old.part': {**part, 'job_id': self.records[0][0].job_id.id},
            'aftersales.old.part.watch': house | {'product_id': self.pads.id},
            'aftersales.old.part.freight': house, 'aftersales.return.window': window | house,
            'aftersales.incoming.plan': {'product_id': self.disc.id, **house},
            'aftersales.incoming.check': {**part, 'picking_id': self.receipt.id, 'method': 'all'},
            'aftersales.spot.check': store, 'aftersales.stock.review': store, 'aftersales.store.check': store,
            'aftersales.scrap.request': store, 'aftersales.lost.sale': store | part,
        }.items():
            with self.subTest(model):
                self.assertIsInstance(self._call(model, 'create', [vals], {}), AccessError)
        self.assertEqual(self._get_rows(), before)
        for model, vals, moved in (
            ('aftersales.spot.check', own, store), ('aftersales.stock.review', own, store),
            ('aftersales.store.check', own, store), ('aftersales.scrap.request', own, store),
            ('aftersales.old.part.watch', part, house), ('aftersales.return.window', window, house),
            ('aftersales.return.window', window, {'workshop_ids': [Command.set(self.workshop.ids)]}),
            ('aftersales.incoming.plan', part, house),
        ):
            with self.subTest(model, moved=moved):
                mine = self._call(model, 'create', [vals], {})
                self.assertIsInstance(mine, int)
                self.assertIsInstance(self._call(model, 'write', [[mine], moved], {}), UserError)
                self.assertEqual(self.env[model].browse(mine).company_id, self.other_company)

    def test_another_outlet(self):
        """H4, H5, H6: of two outlets of one company each counts, reviews and keeps what lies in its own store."""
        north = self.env['stock.warehouse'].create({'name': "North", 'code': 'NRW', 'company_id': self.company.id})
        outlet = self.workshop.copy({'code': 'NRW', 'name': "North", 'warehouse_id': north.id})
        self.env['stock.quant']._update_available_quantity(self.pads, north.lot_stock_id, 7)
        before = self._read_stock(north)
        spot = self.env['aftersales.spot.check'].with_user(self.user_accountant).create({'warehouse_id': self.warehouse.id})
        spot.action_draw()
        review = self.env['aftersales.stock.review'].with_user(self.user_parts).create({'warehouse_id': self.warehouse.id})
        review.action_collect()
        for lines in (spot.line_ids, review.line_ids):
            self.assertEqual(lines.location_id.warehouse_id, self.warehouse)
        for line in spot.line_ids.with_user(self.user_parts):
            line.write({'counted': line.book_quantity - 1, 'card_quantity': line.book_quantity - 1})
        spot.with_user(self.user_parts).action_sign_store()
        spot.with_user(self.user_accountant).action_sign_accounting()
        self.assertEqual(self._read_stock(north), before)
        mine = self._read_stock(self.warehouse)
        check = self._make_check(self._take_delivery(north)).with_user(self.user_parts)
        check.action_reject()
        self.assertEqual(check.defect_id.workshop_id, outlet)
        self.assertEqual(self._read_stock(self.warehouse), mine, "what North rejects lies in North's quarantine")
        order = self._create_order(self._prepare_job((self.disc, 1)), workshop_id=outlet.id).sudo()
        part = self.env['aftersales.old.part'].create({
            'job_id': order.job_ids.id, 'product_id': self.disc.id, 'place': "N-1"})
        part.with_user(self.user_parts).action_hand_in()
        self.assertEqual((part.workshop_id, part.location_id), (outlet, north.aftersales_old_part_id))
        window = next(records for records in self.records if records._name == 'aftersales.return.window')
        window.workshop_ids = self.workshop
        self.assertEqual(list(window._get_closings(self.workshop | outlet)), self.workshop.ids)

    def _read_stock(self, store):
        quants = self.env['stock.quant'].search([('location_id', 'child_of', store.view_location_id.id)])
        return sorted((quant.id, quant.product_id.id, quant.location_id.id, quant.quantity) for quant in quants)
