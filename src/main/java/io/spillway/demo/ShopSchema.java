package io.spillway.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statements that create the sample shop. They use neither random numbers nor a clock, so the
 * rows are always equal.
 */
final class ShopSchema {
  /** The number of first-level partitions of {@code sales.orders}. */
  static final int REGIONS = 20;

  /** The number of tenants in each region, each with a second-level partition. */
  static final int TENANTS = 100;

  static final int CUSTOMERS = 20_000;
  static final int PRODUCTS = 2_000;
  static final int ORDERS = 200_000;

  private static final String TABLES =
      """
      create schema sales;
      create type sales.order_status as enum ('placed', 'paid', 'shipped', 'returned');
      create table public.customers (
        id integer primary key,
        name text not null,
        email text,
        born date,
        balance numeric(12,2) not null,
        address jsonb not null,
        segments text[] not null,
        last_address inet,
        joined timestamptz not null,
        active boolean not null);
      create table public.products (
        sku uuid primary key,
        name text not null,
        price numeric(12,2) not null,
        weight double precision,
        size_cm real[],
        attributes jsonb not null,
        sold daterange,
        thumbnail bytea);
      create table sales.orders (
        id bigint not null,
        region text not null,
        tenant integer not null,
        customer integer not null,
        reference uuid not null,
        status sales.order_status not null,
        placed timestamptz not null,
        total numeric(12,2) not null,
        discount real,
        lines jsonb not null,
        tags text[] not null,
        note text) partition by list (region);
      """;

  private static final String CUSTOMER_ROWS =
      """
      insert into public.customers
      select i,
        (array['Ann', 'Björn', 'Chloé', 'Dmitri', 'Eun-ji', 'Farid', 'Giulia', 'Hana'])[1 + i %% 8]
          || ' ' || initcap(substr(md5('n' || i), 1, 7)),
        case when i %% 11 > 0 then substr(md5('n' || i), 1, 7) || '@example.com' end,
        case when i %% 7 > 0 then date '1940-01-01' + i * 7919 %% 24000 end,
        (i * 7907 %% 2000000 - 200000) / 100.0,
        jsonb_build_object('street', i %% 199 || ' Main Street', 'city', 'City ' || i %% 300,
          'post', lpad((i * 31 %% 100000)::text, 5, '0')),
        case i %% 3 when 0 then '{}' when 1 then array['retail'] else array['retail', 'vip'] end,
        case when i %% 5 > 0 then ('10.' || i %% 200 || '.' || i %% 251 || '.' || i %% 241)::inet end,
        timestamptz '2019-01-01 00:00:00+00' + i * 7919 * interval '1 second',
        i %% 9 > 0
      from generate_series(1, %d) i
      """;

  private static final String PRODUCT_ROWS =
      """
      insert into public.products
      select md5('p' || i)::uuid,
        (array['Chair', 'Table', 'Lamp', 'Shelf', 'Clock'])[1 + i %% 5] || ' ' || i,
        (99 + i * 7907 %% 90000) / 100.0,
        case when i %% 13 > 0 then i * 7907 %% 50000 / 1000.0 end,
        case when i %% 4 > 0 then array[i %% 90 + 0.5, i %% 70 + 0.25, i %% 50 + 0.125]::real[] end,
        jsonb_build_object('colour', (array['red', 'green', 'blue'])[1 + i %% 3], 'stock', i %% 97),
        case when i %% 6 > 0 then
          daterange(date '2020-01-01' + i %% 700, date '2024-01-01' + i %% 500) end,
        case when i %% 10 = 0 then decode(md5('t' || i), 'hex') end
      from generate_series(1, %d) i
      """;

  /** Inserts orders, most of them of a few tenants, as in real shops. */
  private static final String ORDER_ROWS =
      """
      insert into sales.orders
      select i, 'r' || lpad((tenant %% %1$d)::text, 2, '0'), tenant,
        1 + i * 7919 %% %2$d,
        md5('o' || i)::uuid,
        (array['placed', 'paid', 'shipped', 'shipped', 'shipped', 'returned'])
          [1 + i %% 6]::sales.order_status,
        timestamptz '2024-01-01 00:00:00+00' + i * interval '157.25 seconds',
        (500 + i * 104729 %% 500000) / 100.0,
        case when i %% 4 = 0 then i %% 40 / 100.0 end,
        jsonb_build_array(
          jsonb_build_object('sku', md5('p' || 1 + i %% %3$d), 'count', 1 + i %% 3),
          jsonb_build_object('sku', md5('p' || 1 + i * 7 %% %3$d), 'count', 1)),
        case i %% 5 when 0 then '{}' when 1 then array['gift'] else array['web', 'eu'] end,
        case when i %% 8 = 0 then 'Leave it at the door of number ' || i %% 300 end
      from (
        select i, (%4$d * power(i * 2654435761 %% 4294967296 / 4294967296.0, 3))::integer %% %4$d
          as tenant
        from generate_series(1, %5$d::bigint) i) chosen
      order by tenant
      """;

  private static final String REGION =
      """
      do $$
      begin
        create table sales.orders_r%1$02d partition of sales.orders
          for values in ('r%1$02d') partition by list (tenant);
        for tenant in %1$d..%2$d by %3$d loop
          execute format('create table sales.orders_t%%s partition of sales.orders_r%1$02d'
            ' for values in (%%s)', lpad(tenant::text, 4, '0'), tenant);
        end loop;
      end $$
      """;

  private ShopSchema() {}

  /**
   * Returns all statements. Each needs its own transaction, because the server has few locks for
   * one.
   */
  static List<String> statements() {
    Stream<String> regions = IntStream.range(0, REGIONS).mapToObj(ShopSchema::region);
    Stream<String> rows =
        Stream.of(
            filled(CUSTOMER_ROWS, CUSTOMERS),
            filled(PRODUCT_ROWS, PRODUCTS),
            filled(ORDER_ROWS, REGIONS, CUSTOMERS, PRODUCTS, REGIONS * TENANTS, ORDERS),
            "vacuum public.customers, public.products, sales.orders");
    return Stream.concat(Stream.concat(Stream.of(TABLES), regions), rows).toList();
  }

  private static String region(int number) {
    return filled(REGION, number, REGIONS * TENANTS - 1, REGIONS);
  }

  private static String filled(String statement, Object... numbers) {
    return String.format(Locale.ROOT, statement, numbers);
  }
}
