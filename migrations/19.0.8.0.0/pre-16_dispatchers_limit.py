def migrate(cr, version):
    """A house that has given dispatchers a discount limit already keeps it: the limit that comes with the code is that one."""
    cr.execute("""
        INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
        SELECT 'aftersales', 'discount_limit_dispatcher', 'aftersales.discount.limit', own.id, TRUE
          FROM aftersales_discount_limit own
          JOIN ir_model_data role ON role.module = 'aftersales' AND role.name = 'group_dispatcher'
                                 AND role.model = 'res.groups' AND role.res_id = own.group_id
         WHERE own.company_id IS NULL
   ON CONFLICT DO NOTHING
    """)
