from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


class SheetCommon(OrderCommon):
    """Orders as their sheet shows and writes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_orders()
        cls.job = cls.order.job_ids
        cls.labour_line, cls.part_line = cls.order.line_ids

    def _read_sheet(self, order, user):
        self.env.invalidate_all()
        return order.with_user(user).web_read({'order_sheet': {}})[0]['order_sheet']

    def _find_keys(self, value):
        """All names that stand anywhere in a payload."""
        if isinstance(value, dict):
            return set(value).union(*(self._find_keys(each) for each in value.values()))
        if isinstance(value, list):
            return set().union(*(self._find_keys(each) for each in value))
        return set()

    def _write(self, record, user=None, seen=None, **values):
        """Write cells as the client does: with what they showed."""
        kind = 'card' if record._name == 'aftersales.job' else 'row'
        if seen is None:
            seen = {
                name: record[name].id if record._fields[name].relational else record[name] for name in values}
        return record.order_id.with_user(user or self.user_advisor).sheet_write(kind, record.id, values, seen)

    @classmethod
    def _create_many(cls, count):
        """An order with ``count`` jobs of two lines."""
        return cls._create_orders(job_ids=[Command.create({'operation_id': cls.operation.id}) for __ in range(count)])
